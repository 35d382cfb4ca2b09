/** The program with its libraries, as one module. */
open module gmaillabels {
  requires java.logging;
  requires jdk.httpserver;
  requires jdk.unsupported;
  // Gson uses it if it is present.
  requires static java.sql;

  uses com.google.auth.http.HttpTransportFactory;
  uses org.slf4j.spi.SLF4JServiceProvider;

  provides org.slf4j.spi.SLF4JServiceProvider with
      org.slf4j.nop.NOPServiceProvider;
}
