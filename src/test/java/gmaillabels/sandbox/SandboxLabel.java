package gmaillabels.sandbox;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A label in the sandbox's mailbox.
 *
 * @param listed what {@code users.labels.list} shows
 * @param counts what {@code users.labels.get} shows as well
 */
public record SandboxLabel(JsonObject listed, JsonObject counts) {

  /** A label of Gmail's own that shows in Gmail, such as INBOX. */
  public static SandboxLabel system(String id) {
    return of(Response.object("id", id, "name", id, "type", "system"));
  }

  /** A label that the user made. */
  public static SandboxLabel user(String id, String name) {
    return of(Response.object("id", id, "name", name, "type", "user")).visible("show", "labelShow");
  }

  private static SandboxLabel of(JsonObject listed) {
    return new SandboxLabel(listed, new JsonObject()).withCounts(0, 0, 0, 0);
  }

  /** Labels of the user with these names, and one message in each. */
  public static List<SandboxLabel> named(String... names) {
    return IntStream.range(0, names.length)
        .mapToObj(i -> user("L" + i, names[i]).withCounts(1, 1, 1, 1))
        .toList();
  }

  /** This many labels of the user, named so that their order by name is the order here. */
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

  /** Another mailbox, with some names that {@link #mailbox()} has too. */
  static List<SandboxLabel> workMailbox() {
    return List.of(
        system("SENT").withCounts(5, 0, 5, 0),
        system("INBOX").withCounts(212, 4, 180, 4),
        system("TRASH").hidden(),
        user("Label_1", "Projects").withCounts(88, 2, 60, 2),
        user("Label_2", "Projects/Apollo").withCounts(40, 2, 31, 2),
        user("Label_3", "Work/Urgent").withColor("#ffffff", "#16a766").withCounts(3, 3, 2, 2),
        user("Label_4", "Café"));
  }

  /** A mailbox in which the user has made no label. */
  static List<SandboxLabel> newMailbox() {
    return List.of(
        system("INBOX").withCounts(1, 1, 1, 1), system("SENT"), system("TRASH").hidden());
  }

  /** The same in a colour, as in {@code withColor("#ffffff", "#fb4c2f")}. */
  public SandboxLabel withColor(String text, String background) {
    return with("color", Response.object("textColor", text, "backgroundColor", background));
  }

  /** The same with these numbers of messages and threads in it. */
  public SandboxLabel withCounts(int messages, int unreadMessages, int threads, int unreadThreads) {
    JsonObject numbers =
        Response.object(
            "messagesTotal", messages,
            "messagesUnread", unreadMessages,
            "threadsTotal", threads,
            "threadsUnread", unreadThreads);
    return new SandboxLabel(listed, numbers);
  }

  private SandboxLabel hidden() {
    return visible("hide", "labelHide");
  }

  private SandboxLabel visible(String inMessages, String inLabels) {
    return with("messageListVisibility", inMessages).with("labelListVisibility", inLabels);
  }

  private SandboxLabel with(String name, Object value) {
    return new SandboxLabel(both(listed, Response.object(name, value)), counts);
  }

  private static JsonObject both(JsonObject one, JsonObject other) {
    JsonObject both = one.deepCopy();
    both.asMap().putAll(other.asMap());
    return both;
  }

  String id() {
    return listed.get("id").getAsString();
  }

  /** As {@code users.labels.get} shows it. */
  JsonObject full() {
    return both(listed, counts);
  }
}
