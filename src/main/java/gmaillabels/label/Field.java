package gmaillabels.label;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What can be shown of a label, under the names that Gmail gives it. */
public enum Field {
  ID("id"),
  NAME("name"),
  TYPE("type"),
  MESSAGES_TOTAL("messagesTotal"),
  MESSAGES_UNREAD("messagesUnread"),
  THREADS_TOTAL("threadsTotal"),
  THREADS_UNREAD("threadsUnread"),
  MESSAGE_LIST_VISIBILITY("messageListVisibility"),
  LABEL_LIST_VISIBILITY("labelListVisibility"),
  COLOR("color");

  /** The fields that cost a request for each label. */
  public static final Set<Field> COUNTS = Set.copyOf(EnumSet.range(MESSAGES_TOTAL, THREADS_UNREAD));

  private final String gmailName;

  Field(String gmailName) {
    this.gmailName = gmailName;
  }

  /** The name that Gmail's API uses. */
  public String gmailName() {
    return gmailName;
  }

  /** The field as one text; a colour is {@code TEXT/BACKGROUND}. Absent if Gmail has none. */
  public Optional<String> text(Label label) {
    return switch (this) {
      case ID -> Optional.of(label.id());
      case NAME -> Optional.of(label.name());
      case TYPE -> label.type();
      case MESSAGE_LIST_VISIBILITY -> label.messageListVisibility();
      case LABEL_LIST_VISIBILITY -> label.labelListVisibility();
      case COLOR -> label.color().map(color -> color.text() + "/" + color.background());
      default -> label.counts().map(counts -> String.valueOf(count(counts)));
    };
  }

  private int count(Label.Counts counts) {
    return switch (this) {
      case MESSAGES_TOTAL -> counts.messagesTotal();
      case MESSAGES_UNREAD -> counts.messagesUnread();
      case THREADS_TOTAL -> counts.threadsTotal();
      case THREADS_UNREAD -> counts.threadsUnread();
      default -> throw new IllegalStateException(this + " is no count");
    };
  }
}
