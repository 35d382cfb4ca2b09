package gmaillabels.output;

import gmaillabels.label.Field;
import gmaillabels.label.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Aligned columns under a header, for people.
 *
 * @param colored whether a label's own colours are shown
 * @param escaped whether invisible characters are shown instead of sent
 */
public record TableFormat(List<Field> fields, boolean colored, boolean escaped)
    implements LabelFormat {
  private static final String GAP = "  ";

  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    if (labels.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>();
    for (Field field : fields) {
      header.add(heading(field));
    }
    rows.add(header);
    for (Label label : labels) {
      List<String> row = new ArrayList<>();
      for (Field field : fields) {
        String text = field.text(label).orElse("");
        row.add(escaped ? Names.visible(text) : text);
      }
      rows.add(row);
    }
    int[] widths = widths(rows);
    write(rows.get(0), widths, null, out);
    for (int i = 0; i < labels.size(); i++) {
      write(rows.get(i + 1), widths, labels.get(i).color().orElse(null), out);
    }
  }

  @Override
  public boolean isAmbiguous(List<Label> labels) {
    return !escaped && fields.contains(Field.NAME) && Names.haveLineBreak(labels);
  }

  private void write(List<String> row, int[] widths, Label.Color color, Appendable out)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      String text = row.get(i);
      String padding = " ".repeat(widths[i] - Names.width(text));
      boolean isNumber = Field.COUNTS.contains(fields.get(i));
      line.append(i > 0 ? GAP : "").append(isNumber ? padding : "");
      line.append(fields.get(i) == Field.NAME && colored ? painted(text, color) : text);
      line.append(isNumber || i == fields.size() - 1 ? "" : padding);
    }
    out.append(line).append('\n');
  }

  private int[] widths(List<List<String>> rows) {
    int[] widths = new int[fields.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Names.width(row.get(i)));
      }
    }
    return widths;
  }

  /** {@code messagesUnread} becomes {@code MESSAGES UNREAD}. */
  private static String heading(Field field) {
    return field.name().replace('_', ' ').toUpperCase(Locale.ROOT);
  }

  /** Text on its own background can be read whatever the terminal's is. */
  private static String painted(String text, Label.Color color) {
    if (color == null || !isHex(color.text()) || !isHex(color.background())) {
      return text;
    }
    return "\u001b[38;2;%s;48;2;%sm%s\u001b[0m"
        .formatted(decimal(color.text()), decimal(color.background()), text);
  }

  private static boolean isHex(String color) {
    return color.matches("#[0-9A-Fa-f]{6}");
  }

  private static String decimal(String color) {
    int rgb = Integer.parseInt(color.substring(1), 16);
    return "%d;%d;%d".formatted(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }
}
