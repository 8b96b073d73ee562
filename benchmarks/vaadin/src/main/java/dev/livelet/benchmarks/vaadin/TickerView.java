package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.Route;

/** A page that is told of each price. */
@Route("ticker")
public class TickerView extends Div {
    private static final long serialVersionUID = 1;

    private final Element price = new Element("output").setText("none yet");

    public TickerView() {
        add(new H1("Price"));
        getElement().appendChild(price);
    }

    void show(long number) {
        price.setText("message " + number + " of the benchmark");
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Prices.add(this);
    }

    @Override
    protected void onDetach(DetachEvent event) {
        Prices.remove(this);
    }
}
