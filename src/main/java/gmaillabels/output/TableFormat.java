package gmaillabels.output;

import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Aligned columns under a header; if colored, with the colors of the labels. */
public record TableFormat(List<LabelField> fields, boolean colored, UnaryOperator<String> escape)
    implements LabelFormat {
  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    if (labels.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(fields.stream().map(TableFormat::heading).toList());
    for (Label label : labels) {
      rows.add(fields.stream().map(f -> escape.apply(f.text(label).orElse(""))).toList());
    }
    int[] widths = new int[fields.size()];
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], TerminalText.width(row.get(i))));
    }
    out.append(line(rows.get(0), widths, Optional.empty()));
    for (int i = 0; i < labels.size(); i++) {
      out.append(line(rows.get(i + 1), widths, labels.get(i).color().filter(color -> colored)));
    }
  }

  private String line(List<String> row, int[] widths, Optional<Label.Color> color) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      LabelField field = fields.get(i);
      String cell = row.get(i);
      String padding = " ".repeat(widths[i] - TerminalText.width(cell));
      String shown =
          field == LabelField.NAME ? color.map(c -> painted(cell, c)).orElse(cell) : cell;
      boolean isLast = i == widths.length - 1;
      boolean isNumber = LabelField.COUNTS.contains(field);
      line.append(isNumber ? padding + shown : isLast ? shown : shown + padding);
      line.append(isLast ? "\n" : "  ");
    }
    return line.toString();
  }

  /** A short heading, so that a table with counts fits in 80 columns. */
  private static String heading(LabelField field) {
    return switch (field) {
      case ID, NAME, TYPE, COLOR -> field.name();
      case MESSAGES_TOTAL -> "MESSAGES";
      case MESSAGES_UNREAD -> "UNREAD";
      case THREADS_TOTAL -> "THREADS";
      case THREADS_UNREAD -> "UNREAD THR";
      case MESSAGE_LIST_VISIBILITY -> "MESSAGE LIST";
      case LABEL_LIST_VISIBILITY -> "LABEL LIST";
    };
  }

  /** Sets both colors, because the text color may be illegible on the terminal's background. */
  private static String painted(String text, Label.Color color) {
    return (color.text() + color.background()).matches("(#[0-9A-Fa-f]{6}){2}")
        ? "\u001b[38;2;%s;48;2;%sm%s\u001b[0m"
            .formatted(decimal(color.text()), decimal(color.background()), text)
        : text;
  }

  private static String decimal(String color) {
    int rgb = Integer.parseInt(color.substring(1), 16);
    return "%d;%d;%d".formatted(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }
}
