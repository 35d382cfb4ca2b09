package gmaillabels.label;

import java.util.Optional;

/**
 * A Gmail label, as far as it was asked for. Types and visibilities stay the texts that Gmail has,
 * because Gmail may add to them.
 *
 * @param id what Gmail calls it for ever; empty if it was not asked for
 * @param name byte for byte what Gmail has; never empty
 * @param type {@code system} or {@code user}
 * @param messageListVisibility {@code show} or {@code hide}
 * @param labelListVisibility {@code labelShow}, {@code labelShowIfUnread} or {@code labelHide}
 */
public record Label(
    String id,
    String name,
    Optional<String> type,
    Optional<String> messageListVisibility,
    Optional<String> labelListVisibility,
    Optional<Color> color,
    Optional<Counts> counts) {

  /**
   * What the person painted the label with.
   *
   * @param text {@code #rrggbb}
   * @param background {@code #rrggbb}
   */
  public record Color(String text, String background) {}

  /** How many messages and threads carry the label, and how many of them are unread. */
  public record Counts(
      int messagesTotal, int messagesUnread, int threadsTotal, int threadsUnread) {}

  /** Whether it has unread messages, as far as that is known. */
  public boolean hasUnread() {
    return counts.isPresent() && counts.get().messagesUnread() > 0;
  }

  /** The same label with its counts known. */
  public Label withCounts(Counts known) {
    return new Label(
        id, name, type, messageListVisibility, labelListVisibility, color, Optional.of(known));
  }
}
