package gmaillabels.programs;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** The least that Java can do for the same labels: one request, printed as it comes. */
public final class Yardstick {
  private Yardstick() {}

  /** Gets {@code YARDSTICK_URL} with {@code YARDSTICK_TOKEN}. */
  public static void main(String[] args) throws IOException {
    URL url = new URL(System.getenv("YARDSTICK_URL"));
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + System.getenv("YARDSTICK_TOKEN"));
    connection.getInputStream().transferTo(System.out);
  }
}
