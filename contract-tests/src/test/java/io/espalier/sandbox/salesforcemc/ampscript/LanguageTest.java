package io.espalier.sandbox.salesforcemc.ampscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.sandbox.RenderException;
import org.junit.jupiter.api.Test;

class LanguageTest {
  private final Recipient recipient =
      new Recipient().with("First Name", "Ada").with("Tier", "Gold").with("Nothing", null);

  private String error(String template) {
    return String.valueOf(
        assertThrows(RenderException.class, () -> recipient.render(template)).getMessage());
  }

  @Test
  void blocksInlinesAndTagsAreMixedWithText() {
    assertEquals(
        "<p>Ada</p>Gold Ada",
        recipient.render(
            "%%[ VAR @n SET @N = [first name] ]%%<p>%%=v(@n)=%%</p>%%tier%% %%First Name%%"));
  }

  @Test
  void scriptTagIsABlockToo() {
    assertEquals(
        "ab",
        recipient.render(
            "<script runat=server language=ampscript>SET @a = 'a'</script>%%=v(@a)=%%b"));
    assertEquals("<script>x</script>", recipient.render("<script>x</script>"));
  }

  @Test
  void namedBlockIsABlock() {
    assertEquals(
        "x", recipient.render("%%[[name=\"n\";type=\"Post\"] SET @a = 'x' ]%%%%=v(@a)=%%"));
  }

  @Test
  void conditionsNestAroundText() {
    String template =
        "%%[ IF [Tier] == 'silver' THEN ]%%S%%[ ELSEIF Tier == 'GOLD' THEN ]%%G"
            + "%%[ IF NOT Empty(@x) THEN ]%%x%%[ ELSE ]%%-%%[ ENDIF ]%%"
            + "%%[ ELSE ]%%other%%[ ENDIF ]%%.";
    assertEquals("G-.", recipient.render(template));
  }

  @Test
  void loopsGoUpAndDownAndNotAtAll() {
    assertEquals("123", recipient.render("%%[ FOR @i = 1 TO 3 DO ]%%%%=v(@i)=%%%%[ NEXT @i ]%%"));
    assertEquals("321", recipient.render("%%[ FOR @i = 3 DOWNTO 1 DO ]%%%%=v(@i)=%%%%[ NEXT ]%%"));
    assertEquals("", recipient.render("%%[ FOR @i = 3 TO 1 DO ]%%%%=v(@i)=%%%%[ NEXT ]%%"));
    assertEquals(
        "AMPscript error: the counter @i cannot be set inside its loop",
        error("%%[ FOR @i = 1 TO 3 DO SET @i = 5 NEXT ]%%"));
    assertEquals(
        "AMPscript error: the bound of a loop is not a whole number",
        error("%%[ FOR @i = 1.5 TO 3 DO NEXT ]%%"));
  }

  @Test
  void delimiterInAStringIsDoubled() {
    assertEquals(
        "Logan's \"x\" \\n", recipient.render("%%=Concat('Logan''s ', \"\"\"x\"\"\", ' \\n')=%%"));
  }

  @Test
  void endOfCodeInAStringIsDisputed() {
    String template = "%%=v(']%% =%%')=%%";
    assertEquals("]%% =%%", recipient.render(template));
    assertThrows(
        RenderException.class, () -> recipient.render(template, Disputed.usual().opposite()));
  }

  @Test
  void commentIsOneInCodeOnly() {
    assertEquals("/* a */b", recipient.render("/* a */%%[ /* IF */ SET @b='b' ]%%%%=v(@b)=%%"));
  }

  @Test
  void percentSignsThatAreNoTagAreText() {
    assertEquals("100%% 5 %% %", recipient.render("100%% 5 %% %"));
  }

  @Test
  void undeclaredVariableIsEmpty() {
    assertEquals("[]", recipient.render("[%%=v(@typo)=%%]"));
  }

  @Test
  void presentNullIsBlankAndUnknownColumnKillsTheMessage() {
    assertEquals("[]", recipient.render("[%%Nothing%%]"));
    assertEquals(
        "AMPscript error: 17112 Invalid Personalization String: %%Missing%% is not in the sending"
            + " context",
        error("a%%Missing%%"));
    assertEquals(
        "AMPscript error: An unrecognized expression appears in a script block: [Missing] is not in"
            + " the sending context",
        error("a%%=v([Missing])=%%"));
    assertEquals("[]", recipient.render("[%%=AttributeValue('Missing')=%%]"));
    assertEquals(
        "AMPscript error: AttributeValue: the name is empty", error("%%=AttributeValue('')=%%"));
  }

  @Test
  void precedenceIsDisputed() {
    // The example of ampscript.guide: Bronze and 300 qualify where AND binds before OR.
    String template =
        "%%[ SET @t='Bronze' SET @a=300 IF @t=='Bronze' OR @t=='Silver' AND @a>500 THEN ]%%yes"
            + "%%[ ELSE ]%%no%%[ ENDIF ]%%";
    assertEquals("yes", recipient.render(template));
    assertEquals("no", recipient.render(template, Disputed.usual().opposite()));
    String not = "%%[ IF NOT 1==2 AND 1==2 THEN ]%%yes%%[ ELSE ]%%no%%[ ENDIF ]%%";
    assertEquals("no", recipient.render(not));
    assertEquals("yes", recipient.render(not, Disputed.usual().opposite()));
  }

  @Test
  void notTakesAWholeComparison() {
    assertEquals("yes", recipient.render("%%[ IF NOT 2 < 1 THEN ]%%yes%%[ ENDIF ]%%"));
  }

  @Test
  void bareTextIsNoCondition() {
    assertEquals(
        "AMPscript error: a condition is a text that is neither true nor false",
        error("%%[ IF 'text' THEN ]%%a%%[ ENDIF ]%%"));
    assertEquals("b", recipient.render("%%[ IF @null THEN ]%%a%%[ ELSE ]%%b%%[ ENDIF ]%%"));
    assertEquals("a", recipient.render("%%[ IF NOT @null THEN ]%%a%%[ ENDIF ]%%"));
  }

  @Test
  void mistakesAreShownWhereTheyAre() {
    assertEquals(
        "AMPscript error: THEN is expected (line 2, column 15)",
        error("a\n%%[ IF 1 == 1 SET @a = 1 ENDIF ]%%"));
    assertEquals(
        "AMPscript error: ENDIF is expected (line 1, column 26)",
        error("%%[ IF 1 == 1 THEN ]%%abc"));
    assertEquals(
        "AMPscript error: a script block is not closed by ]%% (line 1, column 5)",
        error("a%%[ SET @a = 1 "));
    assertEquals(
        "AMPscript error: a string is not closed by ' (line 1, column 6)", error("%%=v('a)=%%"));
    assertEquals(
        "AMPscript error: ENDIF has nothing to belong to (line 1, column 5)",
        error("%%[ ENDIF ]%%"));
  }

  @Test
  void nothingIsEscapedAndDataIsNotRunAgain() {
    recipient.with("Evil", "<b>%%=Concat('a','b')=%%</b>");
    assertEquals("<b>%%=Concat('a','b')=%%</b>", recipient.render("%%Evil%%"));
    assertEquals("<b>ab</b>", recipient.render("%%=TreatAsContent([Evil])=%%"));
  }

  @Test
  void contentBlocksShareTheVariables() {
    recipient.block("b", "%%[ SET @x = Concat(@x, 'b') ]%%<%%=v(@x)=%%>");
    assertEquals(
        "<ab>ab", recipient.render("%%[SET @x='a']%%%%=ContentBlockByKey('b')=%%%%=v(@x)=%%"));
    recipient.block("self", "%%=ContentBlockByKey('self')=%%");
    assertEquals(
        "AMPscript error: RecursiveScriptError: content includes itself (104)",
        error("%%=ContentBlockByKey('self')=%%"));
  }

  @Test
  void functionsThatAnEmailMayNotCallAreRefused() {
    assertEquals(
        "AMPscript error: 19691 The function call uses an unrecognized function name. Function"
            + " Name: Output",
        error("%%[ Output('a') ]%%"));
    assertEquals(
        "AMPscript error: 10004 CreateObject Function is not valid in content. This function is"
            + " only allowed in non sendable content.",
        error("%%[ SET @o = CreateObject('a') ]%%"));
    assertEquals("AMPscript error: V takes 1 argument, not 2", error("%%=v(1,2)=%%"));
  }
}
