package gmaillabels.label;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of a label, with the names that Gmail gives them. */
public enum LabelField {
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

  /** The fields that need a request for each label. */
  public static final List<LabelField> COUNTS =
      List.of(MESSAGES_TOTAL, MESSAGES_UNREAD, THREADS_TOTAL, THREADS_UNREAD);

  private final String gmailName;

  LabelField(String gmailName) {
    this.gmailName = gmailName;
  }

  public static List<String> names() {
    return Stream.of(values()).map(LabelField::gmailName).toList();
  }

  public static Optional<LabelField> of(String gmailName) {
    return Stream.of(values()).filter(field -> field.gmailName.equals(gmailName)).findFirst();
  }

  public String gmailName() {
    return gmailName;
  }

  /** The value as text, if the label has one; a color is {@code TEXT/BACKGROUND}. */
  public Optional<String> text(Label label) {
    return switch (this) {
      case ID -> Optional.of(label.id());
      case NAME -> Optional.of(label.name());
      case TYPE -> label.type();
      case MESSAGES_TOTAL -> label.counts().map(counts -> "" + counts.messagesTotal());
      case MESSAGES_UNREAD -> label.counts().map(counts -> "" + counts.messagesUnread());
      case THREADS_TOTAL -> label.counts().map(counts -> "" + counts.threadsTotal());
      case THREADS_UNREAD -> label.counts().map(counts -> "" + counts.threadsUnread());
      case MESSAGE_LIST_VISIBILITY -> label.visibility().messageList();
      case LABEL_LIST_VISIBILITY -> label.visibility().labelList();
      case COLOR -> label.color().map(color -> color.text() + "/" + color.background());
    };
  }
}
