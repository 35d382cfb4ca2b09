package gmaillabels.label;

import gmaillabels.label.Label.Counts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

public enum SortKey {
  GMAIL,
  NAME,
  MESSAGES,
  UNREAD;

  public boolean needsCounts() {
    return this == MESSAGES || this == UNREAD;
  }

  public List<Label> apply(List<Label> labels) {
    return this == GMAIL ? labels : labels.stream().sorted(comparator()).toList();
  }

  private Comparator<Label> comparator() {
    // The order of "LC_ALL=C sort".
    Comparator<Label> byName =
        Comparator.comparing(
            label -> label.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    return switch (this) {
      case MESSAGES -> largestFirst(Counts::messagesTotal).thenComparing(byName);
      case UNREAD -> largestFirst(Counts::messagesUnread).thenComparing(byName);
      default -> byName;
    };
  }

  private static Comparator<Label> largestFirst(ToIntFunction<Counts> count) {
    return Comparator.comparingInt(label -> -count.applyAsInt(label.counts().orElseThrow()));
  }
}
