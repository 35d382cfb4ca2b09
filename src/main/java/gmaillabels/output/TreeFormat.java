package gmaillabels.output;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Labels nested on {@code /}, each under its nearest ancestor that is a label itself. */
public record TreeFormat(boolean counted, UnaryOperator<String> escape) implements LabelFormat {
  private static final String ROOT = "";

  private record Node(Label label, String parent, String indent, boolean isLast) {}

  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    Set<String> names = labels.stream().map(Label::name).collect(toSet());
    Map<String, List<Label>> childrenOf =
        labels.stream().collect(groupingBy(label -> parent(label.name(), names)));
    // Recursion would exhaust the stack in a tree of thousands of levels.
    Deque<Node> next = new ArrayDeque<>();
    pushChildren(ROOT, "", childrenOf, next);
    while (!next.isEmpty()) {
      Node node = next.pop();
      String name = node.label.name();
      boolean isRoot = node.parent.equals(ROOT);
      String shown = isRoot ? name : name.substring(node.parent.length() + 1);
      String branch = isRoot ? "" : node.isLast ? "└── " : "├── ";
      out.append(node.indent).append(branch).append(text(node.label, shown)).append('\n');
      String indent = node.indent + (isRoot ? "" : node.isLast ? "    " : "│   ");
      pushChildren(name, indent, childrenOf, next);
    }
  }

  private static void pushChildren(
      String parent, String indent, Map<String, List<Label>> childrenOf, Deque<Node> next) {
    // Removed, so that only the first of two labels with the same name gets the children.
    List<Label> children = Objects.requireNonNullElse(childrenOf.remove(parent), List.of());
    for (int i = children.size() - 1; i >= 0; i--) {
      next.push(new Node(children.get(i), parent, indent, i == children.size() - 1));
    }
  }

  private String text(Label label, String name) {
    return escape.apply(name)
        + label
            .counts()
            .filter(counts -> counted)
            .map(counts -> " (%d/%d)".formatted(counts.messagesUnread(), counts.messagesTotal()))
            .orElse("");
  }

  private static String parent(String name, Set<String> names) {
    int slash = name.lastIndexOf('/');
    while (slash > 0 && !names.contains(name.substring(0, slash))) {
      slash = name.lastIndexOf('/', slash - 1);
    }
    // A name that ends with a slash has no last part that could stand under its parent.
    return slash > 0 && slash < name.length() - 1 ? name.substring(0, slash) : ROOT;
  }
}
