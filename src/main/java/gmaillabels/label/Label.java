package gmaillabels.label;

import java.util.Optional;

/**
 * A Gmail label with the fields that were requested. The id may be empty, the name never is. Types
 * and visibilities are texts, because Gmail may add values.
 */
public record Label(
    String id,
    String name,
    Optional<String> type,
    Visibility visibility,
    Optional<Color> color,
    Optional<Counts> counts) {

  public record Visibility(Optional<String> messageList, Optional<String> labelList) {}

  /** Both colors have the form {@code #rrggbb}. */
  public record Color(String text, String background) {}

  public record Counts(
      int messagesTotal, int messagesUnread, int threadsTotal, int threadsUnread) {}

  public boolean hasUnread() {
    return counts.filter(known -> known.messagesUnread() > 0).isPresent();
  }

  public Label withCounts(Counts known) {
    return new Label(id, name, type, visibility, color, Optional.of(known));
  }
}
