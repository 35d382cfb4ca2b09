package gmaillabels.label;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The orders in which labels can be shown. */
public enum LabelOrder {
  /** As they came. */
  GMAIL,
  /** By the bytes of the names in UTF-8, as {@code LC_ALL=C sort} has it. */
  NAME,
  /** Most messages first. */
  MESSAGES,
  /** Most unread messages first. */
  UNREAD;

  /** Whether the order needs the labels' counts. */
  public boolean needsCounts() {
    return this == MESSAGES || this == UNREAD;
  }

  /** The labels in this order; the list that came in stays as it is. */
  public List<Label> apply(List<Label> labels) {
    if (this == GMAIL) {
      return labels;
    }
    List<Label> sorted = new ArrayList<>(labels);
    sorted.sort(comparator());
    return sorted;
  }

  private Comparator<Label> comparator() {
    Comparator<Label> byName = (a, b) -> compareUtf8(a.name(), b.name());
    return switch (this) {
      case MESSAGES ->
          Comparator.comparingInt((Label label) -> -messages(label).messagesTotal())
              .thenComparing(byName);
      case UNREAD ->
          Comparator.comparingInt((Label label) -> -messages(label).messagesUnread())
              .thenComparing(byName);
      default -> byName;
    };
  }

  private static Label.Counts messages(Label label) {
    return label.counts().orElseThrow();
  }

  /** The order of UTF-8 bytes is that of code points; the order of a Java string's chars is not. */
  private static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** The order as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
