package dev.livelet.template;

import java.util.ArrayList;
import java.util.List;

/** Takes out of trusted markup what cannot stand where it is shown. */
final class TrustedFit {
    private final List<BrowserTree.Node> open;

    TrustedFit(List<BrowserTree.Node> around) {
        this.open = new ArrayList<>(around);
    }

    /** The nodes that fit; content of an element that does not fit takes its place. */
    List<TrustedNode> fitting(List<TrustedNode> nodes) {
        List<TrustedNode> kept = new ArrayList<>();
        for (TrustedNode node : nodes) add(node, kept);
        return List.copyOf(kept);
    }

    private void add(TrustedNode node, List<TrustedNode> kept) {
        switch (node) {
            case TrustedNode.Text text -> {
                if (!kept.isEmpty() && kept.getLast() instanceof TrustedNode.Text before) {
                    kept.set(kept.size() - 1, new TrustedNode.Text(before.text() + text.text()));
                } else {
                    kept.add(text);
                }
            }
            case TrustedNode.Element element -> {
                BrowserTree.Node here = node(element);
                if (StructureRules.element(here, open) != null) {
                    for (TrustedNode child : element.children()) add(child, kept);
                    return;
                }
                open.add(here);
                List<TrustedNode> children = fitting(element.children());
                open.removeLast();
                boolean same = children.equals(element.children());
                kept.add(
                        same
                                ? element
                                : new TrustedNode.Element(
                                        element.tag(), element.attributes(), children));
            }
        }
    }

    private BrowserTree.Node node(TrustedNode.Element element) {
        BrowserTree.Node parent = open.getLast();
        Names.Space space = Names.space(element.tag(), Names.within(parent.tag(), parent.space()));
        return BrowserTree.Node.open(element.tag(), space, element.attributes());
    }
}
