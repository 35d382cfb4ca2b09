package gmaillabels.cli;

import static gmaillabels.cli.Roff.bold;
import static gmaillabels.cli.Roff.escape;
import static gmaillabels.cli.Roff.italic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The man page, from the grammar that also parses the command line and prints the help. It lives
 * with the tests because only the build needs it.
 */
final class ManPage {
  private final CommandSpec program = Grammar.parser().getCommandSpec();
  private final Roff page = new Roff();

  private ManPage() {}

  /** Writes the page: the arguments are the path of pom.xml and that of the page. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[1]), of(Path.of(args[0])));
  }

  /** The page of the version that the pom names, dated like everything else that it builds. */
  static String of(Path pom) throws IOException {
    try {
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
      XPath path = XPathFactory.newInstance().newXPath();
      String version = path.evaluate("/project/version", document);
      String timestamp =
          path.evaluate("/project/properties/project.build.outputTimestamp", document);
      return new ManPage().write(version, timestamp.substring(0, "yyyy-mm-dd".length()));
    } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
      throw new IOException(e);
    }
  }

  private String write(String version, String date) {
    page.comment("Written by gmaillabels.cli.ManPage: changes made here are lost.");
    page.macro(
        "TH",
        escape(Grammar.NAME),
        "1",
        date,
        escape(Grammar.NAME + " " + version),
        "User Commands");
    // Nobody could type a name that is hyphenated, or find it.
    page.request("nh").request("ad l");
    name();
    synopsis();
    description();
    options();
    commands();
    environment();
    files();
    exitStatus();
    examples();
    return page.toString();
  }

  private void name() {
    String what = Command.LIST.description();
    String lowerCase = what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
    page.macro("SH", "NAME").raw(escape(Grammar.NAME) + " \\- " + escape(withoutPeriod(lowerCase)));
  }

  private void synopsis() {
    page.macro("SH", "SYNOPSIS").raw(synopsis(program, Grammar.NAME));
    for (Command command : Command.values()) {
      if (command.isSubcommand()) {
        page.request("br").raw(synopsis(subcommand(command), Grammar.NAME + " " + command.word()));
      }
    }
  }

  private static String synopsis(CommandSpec command, String words) {
    StringBuilder line = new StringBuilder(bold(words)).append(" [").append(italic("OPTIONS"));
    line.append(']');
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      line.append(" [").append(italic(parameter.paramLabel())).append(']');
    }
    return line.toString();
  }

  private void description() {
    page.macro("SH", "DESCRIPTION")
        .text(
            "Prints the names of your Gmail labels, one per line, for people and for scripts."
                + " Standard output carries the labels and nothing else;"
                + " prompts, warnings and errors go to standard error.")
        .macro("PP")
        .text(
            "The first run signs you in through your browser, with the OAuth client in"
                + " credentials.json, and keeps the sign-in. Later runs use it without a question.")
        .macro("PP")
        .text(
            "Names are written in UTF-8 whatever the locale, raw to a pipe or a file. On a"
                + " terminal, control and invisible characters in a name are shown escaped. A name"
                + " may hold any character, a line break too: use -0 or --format=json where that"
                + " matters.");
  }

  private void options() {
    page.macro("SH", "OPTIONS")
        .text(
            "An option beats its environment variable, which beats the default. All but those"
                + " under Listing go with every command, before it or after it.");
    for (ArgGroupSpec group : program.argGroups()) {
      page.macro("SS", escape(group.heading().replace("%n", "").replace(":", "")));
      for (ArgSpec argument : group.args()) {
        OptionSpec option = (OptionSpec) argument;
        page.macro("TP").raw(names(option));
        for (String paragraph : option.description()) {
          page.text(paragraph);
        }
      }
    }
  }

  private static String names(OptionSpec option) {
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      names.add(bold(name));
    }
    String all = String.join(", ", names);
    return option.arity().max() == 0 ? all : all + "=" + italic(option.paramLabel());
  }

  private void commands() {
    page.macro("SH", "COMMANDS").text("Without a command it lists the labels.");
    for (Command command : Command.values()) {
      if (command.isSubcommand()) {
        page.macro("TP").raw(bold(command.word()));
        for (String paragraph : subcommand(command).usageMessage().description()) {
          page.text(paragraph);
        }
      }
    }
  }

  private void environment() {
    page.macro("SH", "ENVIRONMENT").text("A variable that is set to nothing counts as not set.");
    for (Option option : Option.values()) {
      if (option.variable() != null) {
        variable(
            option.variable(),
            option.isFlag()
                ? "Anything but 0 stands for " + option.longName() + "."
                : "Stands in for " + option.longName() + ".");
      }
    }
    variable(
        "GMAIL_LABELS_API_URL",
        "Gmail's root URL, for an emulator or a test: https, or http on the loopback interface.");
    variable(
        "BROWSER",
        "The command that opens the sign-in page, tried before the desktop's own. %s in it stands"
            + " for the address, which is appended where there is none. Several are separated by"
            + " colons (on Windows by semicolons).");
    variable(
        "HTTPS_PROXY",
        "The proxy for https addresses, http://[USER:PASSWORD@]HOST[:PORT]. In lower case too, as"
            + " the next two. Java's own proxy properties win over all of them.");
    variable("HTTP_PROXY", "The same for http addresses.");
    variable(
        "NO_PROXY",
        "Hosts that are asked directly, separated by commas; * stands for all of them.");
    variable("NO_COLOR", "Set to anything, it turns --color=auto into --color=never.");
    variable(
        "XDG_CONFIG_HOME",
        "The parent of the configuration directory, if it is an absolute path. Default:"
            + " ~/.config.");
    variable(
        "XDG_CACHE_HOME", "The parent of the folder with the class archive. Default: ~/.cache.");
    variable(
        "JAVA_HOME",
        "The Java that the program starts, if it was not started by one. Default: the java on"
            + " PATH.");
    variable("GMAIL_LABELS_JAVA_OPTS", "Options for that Java, separated by spaces.");
  }

  private void variable(String name, String meaning) {
    page.macro("TP").raw(bold(name)).text(meaning);
  }

  private void files() {
    page.macro("SH", "FILES")
        .text(
            "The configuration directory is $XDG_CONFIG_HOME/gmail-labels, else"
                + " ~/.config/gmail-labels; on Windows it is %APPDATA%\\gmail-labels.");
    file(
        "credentials.json",
        "The OAuth client (type: desktop app) from Google Cloud, in the working directory or else"
            + " in the configuration directory.");
    file(
        "tokens/NAME.json",
        "The sign-in of the account NAME, in the configuration directory. Whoever can read it can"
            + " use it: it is readable by you alone.");
    file(
        "tokens/NAME.json.damaged",
        "A file of sign-ins that could not be understood, moved out of the way.");
    file(
        "gmail-labels/*.jsa",
        "Classes of the program that Java starts with, in the cache directory. They may be deleted"
            + " at any time.");
  }

  private void file(String path, String meaning) {
    page.macro("TP").raw(italic(path)).text(meaning);
  }

  private void exitStatus() {
    page.macro("SH", "EXIT STATUS");
    program
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> page.macro("TP").raw(bold(code)).text(meaning + "."));
  }

  private void examples() {
    page.macro("SH", "EXAMPLES").macro("EX");
    for (String example : program.usageMessage().footer()) {
      page.raw(escape(example.strip()));
    }
    page.macro("EE");
  }

  private CommandSpec subcommand(Command command) {
    return program.subcommands().get(command.word()).getCommandSpec();
  }

  private static String withoutPeriod(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
