package gmaillabels.label;

import java.util.Optional;

/**
 * A Gmail label, as far as it was requested. Types and visibilities stay the texts that Gmail has,
 * because Gmail may add to them.
 *
 * @param id what Gmail calls it for ever; empty if it was not requested
 * @param name byte for byte what Gmail has; never empty
 * @param type {@code system} or {@code user}
 */
public record Label(
    String id,
    String name,
    Optional<String> type,
    Visibility visibility,
    Optional<Color> color,
    Optional<Counts> counts) {

  /**
   * Where Gmail shows it.
   *
   * @param messageList {@code show} or {@code hide}
   * @param labelList {@code labelShow}, {@code labelShowIfUnread} or {@code labelHide}
   */
  public record Visibility(Optional<String> messageList, Optional<String> labelList) {}

  /** The colours that the user chose, each as {@code #rrggbb}. */
  public record Color(String text, String background) {}

  /** How many messages and threads carry the label, and how many of them are unread. */
  public record Counts(
      int messagesTotal, int messagesUnread, int threadsTotal, int threadsUnread) {}

  /** Whether it has unread messages, as far as that is known. */
  public boolean hasUnread() {
    return counts.filter(known -> known.messagesUnread() > 0).isPresent();
  }

  public Label withCounts(Counts known) {
    return new Label(id, name, type, visibility, color, Optional.of(known));
  }
}
