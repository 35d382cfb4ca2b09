package gmaillabels.sandbox;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A label in the sandbox's mailbox.
 *
 * @param visibility what {@code users.labels.list} shows beside id, name and type
 * @param counts what {@code users.labels.get} shows as well
 */
public record SandboxLabel(
    String id, String name, String type, JsonObject visibility, JsonObject counts) {

  /** A label of Gmail's own that shows in Gmail, such as INBOX. */
  public static SandboxLabel system(String id) {
    return new SandboxLabel(id, id, "system", new JsonObject(), new JsonObject())
        .withCounts(0, 0, 0, 0);
  }

  /** A label that the user made. */
  public static SandboxLabel user(String id, String name) {
    return new SandboxLabel(id, name, "user", visibility("show", "labelShow"), new JsonObject())
        .withCounts(0, 0, 0, 0);
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

  /** The same in a colour, as in {@code withColor("#ffffff", "#fb4c2f")}. */
  public SandboxLabel withColor(String text, String background) {
    JsonObject coloured = visibility.deepCopy();
    coloured.add("color", Json.object("textColor", text, "backgroundColor", background));
    return new SandboxLabel(id, name, type, coloured, counts);
  }

  /** The same with these numbers of messages and threads in it. */
  public SandboxLabel withCounts(int messages, int unreadMessages, int threads, int unreadThreads) {
    JsonObject numbers =
        Json.object(
            "messagesTotal", messages,
            "messagesUnread", unreadMessages,
            "threadsTotal", threads,
            "threadsUnread", unreadThreads);
    return new SandboxLabel(id, name, type, visibility, numbers);
  }

  private SandboxLabel hidden() {
    return new SandboxLabel(id, name, type, visibility("hide", "labelHide"), counts);
  }

  private static JsonObject visibility(String messages, String labels) {
    return Json.object("messageListVisibility", messages, "labelListVisibility", labels);
  }

  /** As {@code users.labels.list} shows it. */
  JsonObject listed() {
    JsonObject json = Json.object("id", id, "name", name, "type", type);
    visibility.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    return json;
  }

  /** As {@code users.labels.get} shows it. */
  JsonObject full() {
    JsonObject json = listed();
    counts.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    return json;
  }
}
