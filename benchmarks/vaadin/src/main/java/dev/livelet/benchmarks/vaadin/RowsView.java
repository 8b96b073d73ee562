package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.Route;

/** A hundred rows of six cells. */
@Route("table")
public class RowsView extends Div {
    private static final long serialVersionUID = 1;
    private static final int ROWS = 100;

    public RowsView() {
        Element body = new Element("tbody");
        for (int i = 1; i <= ROWS; i++) {
            Element row = new Element("tr").appendChild(cell(String.valueOf(i)));
            for (String column : new String[] {"a", "b", "c", "d", "e"})
                row.appendChild(cell(column + i));
            body.appendChild(row);
        }
        Element changed = body.getChild(57).getChild(3);
        add(
                new NativeButton(
                        "Change one",
                        click ->
                                changed.setText(
                                        changed.getText().equals("wxyz") ? "abcd" : "wxyz")));
        getElement().appendChild(new Element("table").appendChild(body));
    }

    private static Element cell(String text) {
        return new Element("td").setText(text);
    }
}
