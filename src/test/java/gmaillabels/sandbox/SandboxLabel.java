package gmaillabels.sandbox;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A label in the sandbox's mailbox. Any text may be null, and is then left out of the JSON.
 *
 * @param type {@code system} or {@code user} at Google; tests may try something else
 */
public record SandboxLabel(
    String id,
    String name,
    String type,
    String messageListVisibility,
    String labelListVisibility,
    String textColor,
    String backgroundColor,
    int messagesTotal,
    int messagesUnread,
    int threadsTotal,
    int threadsUnread) {

  /** A label of Gmail's own that shows in Gmail, such as INBOX. */
  public static SandboxLabel system(String id) {
    return new SandboxLabel(id, id, "system", null, null, null, null, 0, 0, 0, 0);
  }

  /** A label that the person made. */
  public static SandboxLabel user(String id, String name) {
    return new SandboxLabel(id, name, "user", "show", "labelShow", null, null, 0, 0, 0, 0);
  }

  /** This many labels of a person, named so that their order by name is the order here. */
  public static List<SandboxLabel> many(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(
            i ->
                user("Label_" + i, "Label %05d".formatted(i))
                    .withCounts(3 * i, i % 4, 2 * i, i % 3))
        .toList();
  }

  /** A mailbox like a real one. The order is as unsorted as Gmail's. */
  public static List<SandboxLabel> mailbox() {
    return List.of(
        system("CHAT").hidden(),
        system("SENT").withCounts(3120, 0, 2412, 0),
        system("INBOX").withCounts(1284, 37, 951, 29),
        system("IMPORTANT").hidden().withCounts(640, 12, 480, 9),
        system("TRASH").hidden().withCounts(58, 3, 49, 3),
        system("DRAFT").withCounts(6, 0, 6, 0),
        system("SPAM").hidden().withCounts(91, 88, 90, 87),
        system("CATEGORY_FORUMS").hidden().withCounts(212, 40, 130, 22),
        system("CATEGORY_UPDATES").hidden().withCounts(2310, 140, 2101, 127),
        system("CATEGORY_PERSONAL").hidden().withCounts(804, 11, 512, 8),
        system("CATEGORY_PROMOTIONS").hidden().withCounts(4096, 1777, 4012, 1745),
        system("CATEGORY_SOCIAL").hidden().withCounts(330, 51, 318, 50),
        system("STARRED").withCounts(24, 1, 21, 1),
        system("UNREAD").withCounts(2160, 2160, 2011, 2011),
        user("Label_1", "Work").withColor("#ffffff", "#4986e7").withCounts(410, 8, 266, 6),
        user("Label_2", "Work/Clients").withCounts(96, 2, 41, 1),
        user("Label_3", "Work/Clients/Acme").withCounts(61, 0, 23, 0),
        user("Label_4", "Work/Urgent").withColor("#ffffff", "#fb4c2f").withCounts(5, 4, 4, 3),
        user("Label_5", "영수증").withCounts(133, 0, 133, 0),
        user("Label_6", "Café").withCounts(17, 1, 12, 1),
        user("Label_7", "🎉 Party"));
  }

  /** The same in a colour, as in {@code withColor("#ffffff", "#fb4c2f")}. */
  public SandboxLabel withColor(String text, String background) {
    return new SandboxLabel(
        id,
        name,
        type,
        messageListVisibility,
        labelListVisibility,
        text,
        background,
        messagesTotal,
        messagesUnread,
        threadsTotal,
        threadsUnread);
  }

  /** The same with these numbers of messages and threads in it. */
  public SandboxLabel withCounts(int messages, int unreadMessages, int threads, int unreadThreads) {
    return new SandboxLabel(
        id,
        name,
        type,
        messageListVisibility,
        labelListVisibility,
        textColor,
        backgroundColor,
        messages,
        unreadMessages,
        threads,
        unreadThreads);
  }

  /** The same, hidden from Gmail's lists of messages and of labels. */
  public SandboxLabel hidden() {
    return new SandboxLabel(
        id,
        name,
        type,
        "hide",
        "labelHide",
        textColor,
        backgroundColor,
        messagesTotal,
        messagesUnread,
        threadsTotal,
        threadsUnread);
  }

  /** As {@code users.labels.list} shows it. */
  JsonObject listed() {
    boolean colored = textColor != null || backgroundColor != null;
    return Json.object(
        "id", id,
        "name", name,
        "messageListVisibility", messageListVisibility,
        "labelListVisibility", labelListVisibility,
        "type", type,
        "color",
            colored
                ? Json.object("textColor", textColor, "backgroundColor", backgroundColor)
                : null);
  }

  /** As {@code users.labels.get} shows it. */
  JsonObject full() {
    JsonObject json = listed();
    json.addProperty("messagesTotal", messagesTotal);
    json.addProperty("messagesUnread", messagesUnread);
    json.addProperty("threadsTotal", threadsTotal);
    json.addProperty("threadsUnread", threadsUnread);
    return json;
  }
}
