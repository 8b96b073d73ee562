package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.Route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A thousand rows, and a button for each operation. The operations say what changes, as a user of
 * Flow has to; all rows are in the document, as on the other sides (a Grid would have those only
 * that are seen).
 */
@Route("big-table")
public class TableView extends Div {
    private static final long serialVersionUID = 1;
    private static final int ROWS = 1_000;

    private final Element body = new Element("tbody");
    private int next = 1;

    public TableView() {
        for (int i = 0; i < ROWS; i++) body.appendChild(row("a label of row " + next));
        operation("cell", () -> excite(ROWS / 2));
        operation("prepend", () -> body.insertChild(0, row("a new row")));
        operation("remove-first", () -> body.removeChild(0));
        operation("swap", this::swap);
        operation(
                "tenth",
                () -> {
                    for (int i = 0; i < body.getChildCount(); i += 10) excite(i);
                });
        operation("reverse", this::reverse);
        getElement().appendChild(new Element("table").appendChild(body));
    }

    private void operation(String name, Runnable action) {
        NativeButton button = new NativeButton("x", click -> action.run());
        button.setId(name);
        add(button);
    }

    private Element row(String label) {
        return new Element("tr")
                .appendChild(
                        new Element("td").setText(String.valueOf(next++)),
                        new Element("td").setText(label));
    }

    private void excite(int index) {
        Element label = body.getChild(index).getChild(1);
        label.setText(label.getText() + " !!!");
    }

    private void swap() {
        int last = body.getChildCount() - 2;
        Element first = body.getChild(1);
        Element second = body.getChild(last);
        body.insertChild(1, second);
        body.insertChild(last, first);
    }

    private void reverse() {
        List<Element> rows = new ArrayList<>(body.getChildren().toList());
        Collections.reverse(rows);
        body.removeAllChildren();
        body.appendChild(rows.toArray(Element[]::new));
    }
}
