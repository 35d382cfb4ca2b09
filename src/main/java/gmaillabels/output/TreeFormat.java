package gmaillabels.output;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Labels nested on {@code /}, each under its nearest ancestor that is a label itself. */
public record TreeFormat(boolean counted, UnaryOperator<String> escape) implements LabelFormat {
  private static final String ROOT = "";

  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    Set<String> names = labels.stream().map(Label::name).collect(toSet());
    Map<String, List<Label>> children =
        labels.stream().collect(groupingBy(label -> parent(label.name(), names)));
    write(ROOT, "", children, out);
  }

  private void write(
      String parent, String indent, Map<String, List<Label>> childrenOf, Appendable out)
      throws IOException {
    // Removed, so that of two labels with the same name only the first gets the children.
    List<Label> children = childrenOf.remove(parent);
    if (children == null) {
      return;
    }
    boolean isRoot = parent.equals(ROOT);
    for (int i = 0; i < children.size(); i++) {
      String name = children.get(i).name();
      String shown = isRoot ? name : name.substring(parent.length() + 1);
      boolean last = i == children.size() - 1;
      String branch = isRoot ? "" : last ? "└── " : "├── ";
      out.append(indent).append(branch).append(text(children.get(i), shown)).append('\n');
      write(name, indent + (isRoot ? "" : last ? "    " : "│   "), childrenOf, out);
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
