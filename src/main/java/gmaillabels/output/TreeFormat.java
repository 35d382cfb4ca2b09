package gmaillabels.output;

import gmaillabels.label.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Labels nested on {@code /}, each under its nearest ancestor that is a label itself.
 *
 * @param counted whether the unread and all messages stand behind a name
 * @param escaped whether invisible characters are shown instead of sent
 */
public record TreeFormat(boolean counted, boolean escaped) implements LabelFormat {

  private record Node(Label label, String shown, List<Node> children) {}

  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    for (Node root : roots(labels)) {
      out.append(text(root)).append('\n');
      write(root.children(), "", out);
    }
  }

  @Override
  public boolean isAmbiguous(List<Label> labels) {
    return !escaped && Names.haveLineBreak(labels);
  }

  private void write(List<Node> nodes, String indent, Appendable out) throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      out.append(indent).append(last ? "└── " : "├── ").append(text(nodes.get(i))).append('\n');
      write(nodes.get(i).children(), indent + (last ? "    " : "│   "), out);
    }
  }

  private String text(Node node) {
    String name = escaped ? Names.visible(node.shown()) : node.shown();
    return counted && node.label().counts().isPresent()
        ? "%s (%d/%d)"
            .formatted(
                name,
                node.label().counts().get().messagesUnread(),
                node.label().counts().get().messagesTotal())
        : name;
  }

  private static List<Node> roots(List<Label> labels) {
    Map<String, List<Node>> childrenOf = new HashMap<>();
    for (Label label : labels) {
      childrenOf.put(label.name(), new ArrayList<>());
    }
    List<Node> roots = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (Label label : labels) {
      String name = label.name();
      // Of two labels with one name, the first has the children.
      List<Node> children = placed.add(name) ? childrenOf.get(name) : List.of();
      int slash = name.lastIndexOf('/');
      while (slash > 0 && !childrenOf.containsKey(name.substring(0, slash))) {
        slash = name.lastIndexOf('/', slash - 1);
      }
      boolean isRoot = slash <= 0 || slash == name.length() - 1;
      String shown = isRoot ? name : name.substring(slash + 1);
      (isRoot ? roots : childrenOf.get(name.substring(0, slash)))
          .add(new Node(label, shown, children));
    }
    return roots;
  }
}
