package gmaillabels.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.EastAsianWidth;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.VersionInfo;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text on a terminal; ICU is the reference. */
class TerminalTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a é 业 ש",
        "❤\ufe0f❤\ufe0f",
        "👍🏽",
        "👨\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3 and #\ufe0f\u20e3",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "ന\u0d4d\u200d",
        "க\u0bcd\u200cஷ",
        "র\u200d\u09cdয\u09beম",
        "ශ\u0dca\u200dර\u0dd3"
      })
  void emojiAndWordsThatNeedAJoinerAreShown(String text) {
    assertThat(TerminalText.escape(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "a\u200db, a!200db",
    "a\u200cb, a!200cb",
    "a\ufe0f, a!fe0f",
    "1\ufe0f, 1!fe0f",
    "❤\ufe0e, ❤!fe0e",
    "❤\ufe0f\ufe0f, ❤\ufe0f!fe0f",
    "👍\u200d, 👍!200d",
    "👍\u200da, 👍!200da",
    "👍\u200d\u200d👍, 👍!200d!200d👍",
    "\u200d👍, !200d👍",
    "👍\udb40\udc61\udb40\udc7f, 👍!db40!dc61!db40!dc7f",
    "🏴\udb40\udc61, 🏴!db40!dc61",
    "م\u200c, م!200c",
    "م\u200c\u200cم, م!200c!200cم",
    "م\u200dم, م!200dم",
    "م\u200ca, م!200ca",
    "क\u200dष, क!200dष",
    "क\u094d\u200c, क\u094d!200c",
    "葛\udb40\udd00, 葛!db40!dd00",
    "a\u001b[31m\u202e, a!001b[31m!202e"
  })
  void joinersAndSelectorsElsewhereAreEscaped(String text, String expected) {
    assertThat(TerminalText.escape(text)).isEqualTo(expected.replace("!", "\\u"));
  }

  @Test
  void invisibleCharactersAreEscaped() {
    UnicodeSet invisible =
        new UnicodeSet("[[:Default_Ignorable_Code_Point:][:Cc:][:Zl:][:Zp:][:Cs:]]");
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = Character.toString(codePoint);
      assertThat(TerminalText.escape(text).equals(text))
          .as("U+%04X", codePoint)
          .isEqualTo(
              !invisible.contains(codePoint) && Character.getType(codePoint) != Character.FORMAT);
    }
  }

  @Test
  void selectorIsEscapedAfterLetters() {
    for (String letter : new UnicodeSet("[[:L:][:M:][:Nd:]-[:Emoji:]]")) {
      assertThat(TerminalText.escape(letter + "\ufe0f")).endsWith("\\ufe0f");
    }
  }

  @Test
  void everyEmojiIsShownInTwoColumns() {
    assertThat(new UnicodeSet("[:RGI_Emoji:]").addAllTo(new ArrayList<>()))
        .hasSizeGreaterThan(3_900)
        .allSatisfy(emoji -> assertThat(TerminalText.escape(emoji)).isEqualTo(emoji))
        .allSatisfy(emoji -> assertThat(TerminalText.width(emoji + emoji + "a")).isEqualTo(5));
  }

  @Test
  void everyCharacterHasTheWidthThatUnicodeGivesIt() {
    for (String character : new UnicodeSet("[[:L:][:N:][:P:][:S:]-[:hst=V:]-[:hst=T:]-[:RI:]]")) {
      int codePoint = character.codePointAt(0);
      // JLine knows Unicode 16.
      if (UCharacter.getAge(codePoint).compareTo(VersionInfo.getInstance(16)) <= 0) {
        int width = UCharacter.getIntPropertyValue(codePoint, UProperty.EAST_ASIAN_WIDTH);
        boolean isWide = width == EastAsianWidth.WIDE || width == EastAsianWidth.FULLWIDTH;
        assertThat(TerminalText.width(character)).as("U+%04X", codePoint).isEqualTo(isWide ? 2 : 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "Cafe\u0301, 4",
    "\u1100\u1161\u11a8, 2",
    "می\u200cخواهم, 7",
    "क\u094d\u200dष, 2",
    "❤, 1",
    "'\u0007', 0"
  })
  void marksJoinersAndControlsTakeNoColumn(String text, int width) {
    assertThat(TerminalText.width(text)).isEqualTo(width);
  }
}
