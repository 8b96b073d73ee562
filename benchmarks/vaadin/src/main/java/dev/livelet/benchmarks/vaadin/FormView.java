package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Input;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;

import java.util.function.Predicate;

/** Four fields that are validated while they are typed. */
@Route("form")
public class FormView extends Div {
    private static final long serialVersionUID = 1;

    public FormView() {
        field("Please tell us your name", value -> !value.isBlank());
        field("Please tell us your address", value -> !value.isBlank());
        field(
                "must be between 13 and 130",
                value -> value.matches("1[3-9]|[2-9][0-9]|1[0-2][0-9]|130"));
        field("must be at most 280 long", value -> value.length() <= 280);
    }

    private void field(String error, Predicate<String> valid) {
        Input input = new Input(ValueChangeMode.EAGER);
        Paragraph shown = new Paragraph();
        input.addValueChangeListener(
                (HasValue.ValueChangeEvent<String> typed) ->
                        shown.setText(valid.test(typed.getValue()) ? "" : error));
        add(input, shown);
    }
}
