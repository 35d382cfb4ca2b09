package gmaillabels.dist;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bill of materials, held to what the jar carries. Whoever writes it counts an annotation
 * library that a library needs although this project declares it as provided and leaves it out.
 */
final class Sbom {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** The coordinates in a line of THIRD-PARTY.txt: {@code (group:artifact:version - url)}. */
  private static final Pattern COORDINATES = Pattern.compile("\\(([^:() ]+):([^:]+):([^: ]+) - ");

  private Sbom() {}

  /** Rewrites a bill; the arguments are its path and that of the jar's THIRD-PARTY.txt. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    JsonObject bill = GSON.fromJson(Files.readString(file), JsonObject.class);
    restrict(bill, carried(Files.readString(Path.of(args[1]))));
    Files.writeString(file, GSON.toJson(bill) + "\n");
  }

  private static Set<String> carried(String thirdParty) {
    Set<String> carried = new HashSet<>();
    Matcher matcher = COORDINATES.matcher(thirdParty);
    while (matcher.find()) {
      carried.add(
          "pkg:maven/%s/%s@%s?type=jar"
              .formatted(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    return carried;
  }

  private static void restrict(JsonObject bill, Set<String> carried) {
    JsonArray components = new JsonArray();
    Set<String> kept = new HashSet<>();
    for (JsonElement component : bill.getAsJsonArray("components")) {
      String name = component.getAsJsonObject().get("bom-ref").getAsString();
      if (carried.contains(name)) {
        components.add(component);
        kept.add(name);
      }
    }
    if (!kept.equals(carried)) {
      Set<String> missing = new HashSet<>(carried);
      missing.removeAll(kept);
      throw new IllegalStateException("the bill of materials lacks " + missing);
    }
    bill.add("components", components);

    JsonObject metadata = bill.getAsJsonObject("metadata");
    kept.add(metadata.getAsJsonObject("component").get("bom-ref").getAsString());
    JsonArray dependencies = new JsonArray();
    for (JsonElement dependency : bill.getAsJsonArray("dependencies")) {
      JsonObject entry = dependency.getAsJsonObject();
      if (kept.contains(entry.get("ref").getAsString())) {
        JsonArray on = new JsonArray();
        if (entry.has("dependsOn")) {
          for (JsonElement name : entry.getAsJsonArray("dependsOn")) {
            if (kept.contains(name.getAsString())) {
              on.add(name);
            }
          }
        }
        entry.add("dependsOn", on);
        dependencies.add(entry);
      }
    }
    bill.add("dependencies", dependencies);
  }
}
