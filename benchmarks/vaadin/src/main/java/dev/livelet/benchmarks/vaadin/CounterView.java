package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.router.Route;

/** A number and a button. */
@Route("counter")
public class CounterView extends Div {
    private static final long serialVersionUID = 1;

    private final H1 heading = new H1();
    private int count;

    public CounterView() {
        show();
        add(
                heading,
                new NativeButton(
                        "+1",
                        click -> {
                            count = (count + 1) % 1_000;
                            show();
                        }));
    }

    private void show() {
        heading.setText("Clicked " + count + " times");
    }
}
