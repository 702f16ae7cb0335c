package io.espalier.sandbox.salesforcemc.ampscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.sandbox.RenderException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
  private final Recipient recipient =
      new Recipient()
          .with("Null", null)
          .table(
              "Orders",
              List.of("Customer", "Total", "Item"),
              List.of(
                  List.of("ada", "5", "tea"),
                  List.of("bob", "100", "pot"),
                  List.of("ADA", "20", "cup")))
          .table(
              "Claimed", List.of("Code", "IsClaimed", "Who"), List.of(List.of("x", "True", "bob")))
          .table("Many", List.of("Name"), Collections.nCopies(2_001, List.of("n")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v('id')|id",
        "Concat(1.5,5.3)|1.55.3",
        "Concat('a',true)|a",
        "Concat('a',Empty(''))|aTrue",
        "Empty('')|True",
        "Empty(@x)|True",
        "Empty('   ')|False",
        "Empty(0)|False",
        "Empty('false')|False",
        "IsNull(@x)|False",
        "IsNull('')|False",
        "IsNull([Null])|True",
        "IIf(@x,'T','F')|F",
        "IIf('true','T','F')|F",
        "IIf(1==1,'T',Row('x',1))|T",
        "IndexOf('Banana','AN')|2",
        "IndexOf('Banana','an',2)|4",
        "IndexOf('a','x')|0",
        "Replace('aXbx','X','-')|a-b-",
        "ReplaceList('abc','-','a','c')|-b-",
        "RegExMatch('Ab1','[a-z][0-9]',0)|b1",
        "RegExMatch('AB','[a-z]',0)|``",
        "RegExMatch('AB','[a-z]',0,'IgnoreCase')|A",
        "RegExMatch('k=v','(.)=(.)',2)|v",
        "Substring('abcdef',0,2)|ab",
        "Substring('abc',2,99)|bc",
        "Substring('abc',9,1)|``",
        "Length('a😀')|3",
        "Length(true)|0",
        "Uppercase('straße')|STRAßE",
        "ProperCase('McDONALD van')|Mcdonald Van",
        "Trim(Concat(Char(160),'a '))|a",
        "Add('1.5','2')|3.5",
        "Subtract(1,3)|-2",
        "Multiply(3,'4')|12",
        "Divide(10,3)|3.33333333333333",
        "Divide(1,0)|∞",
        "Divide(-1,0)|-∞",
        "Divide(0,0)|NaN",
        "Mod(-7,3)|-1",
        "Mod(7,0)|NaN",
        "FormatNumber(1234.565,'N2')|1,234.57",
        "FormatNumber(-0.5,'N0')|-1",
        "FormatNumber(1234.5,'N2','de-DE')|1.234,50",
        "FormatNumber(7,'0.00')|7.00",
        "FormatNumber(7,'what')|what",
        "FormatNumber(1234.5,'C2')|$1,234.50",
        "FormatDate('2024-03-05 14:07:09','yyyy-mm-dd','HH:mm')|2024-03-05 14:07",
        "FormatDate('2024-03-05','MMMM d, yyyy')|March 5, 2024",
        "FormatDate('2024-03-05','d. MMMM yyyy','','de-DE')|5. März 2024",
        "FormatDate('nothing','yyyy')|``",
        "FormatDate('2024-03-05','d')|3/5/2024",
        "FormatDate('2026-03-04 13:52:07','yyyy-MM-dd HH:mm:ss')|2026-03-04 13:03:07",
        "FormatDate('2026-03-04 13:52:07','yyyy-MM-dd','HH:mm:ss')|2026-03-04 13:52:07",
        "FormatDate('2026-03-04 13:52:07','','MM')|52",
        "FormatDate('2026-03-04 13:52:07','ddd')|We4ne74a26",
        "FormatDate('2026-03-04','dddd')|Wed",
        "FormatDate('2026-03-04','DDDDD')|Wednesday",
        "FormatDate('2026-03-04','D')|3/4/2026",
        "FormatDate('2026-03-04 13:52:07','G')|3/4/2026 1:52:07 PM",
        "FormatDate('2026-03-04 13:52:07','r')|Wed, 04 Mar 2026 13:52:07 GMT",
        "FormatDate('2026-03-04 13:52:07','U')|Wednesday, March 4, 2026 7:52:07 PM",
        "FormatDate('2026-03-04','qqqq')|qqqq",
        "FormatDate(5,'yyyy')|``",
        "SystemDateToLocalDate('2026-01-15 09:30:00')|1/15/2026 4:30:00 PM",
        "SystemDateToLocalDate('2026-07-15 09:30:00')|7/15/2026 5:30:00 PM",
        "LocalDateToSystemDate('2026-01-15')|1/14/2026 5:00:00 PM",
        "LocalDateToSystemDate(SystemDateToLocalDate('2026-07-15 09:30'))|7/15/2026 9:30:00 AM",
        "Concat(BeginImpressionRegion('a'),'b',EndImpressionRegion())|b",
        "RowCount(ClaimRow('Claimed','IsClaimed','Who','eve'))|0",
        "Now(1)|11/23/2026 12:00:05 PM",
        "RowCount(LookupOrderedRows('Orders',0,'Total','Customer','ada'))|2",
        "Lookup('Orders','Item','Customer','ada','Item','cup')|cup",
        "Lookup('Orders','ITEM','customer','ada','item','none')|``",
        "Field(Row(BuildRowsetFromJSON('{\"f\":[{\"To\":\"NYC\",\"n\":100.0},{\"To\":\"LAX\"}]}',"
            + "'$.f[*]',1),1),'to')|NYC",
        "Field(Row(BuildRowsetFromJSON('{\"f\":[{\"n\":100.0}]}','$.f[*]',1),1),1)|100",
        "RowCount(BuildRowsetFromJSON('{ not json','$.f[*]',1))|0",
        "Field(Row(BuildRowsetFromJSON('{\"a\":[7]}','$.a[0]',1),1),'Value')|7",
        "Random(3,3)|3",
        "Base64Decode('YQ==')|a",
        "FormatNumber(1234.5,'N1','xx-XX')|1,234.5",
        "RequestParameter('id')|``",
        "RowCount(ClaimRow('Orders','Item','Customer','ada'))|1",
        "DateParse('2024-03-05')|3/5/2024 12:00:00 AM",
        "DateParse('05/03/2024')|5/3/2024 12:00:00 AM",
        "DateAdd('2024-01-31',1,'M')|2/29/2024 12:00:00 AM",
        "DateDiff('2024-01-01 23:59','2024-01-02 00:00','D')|1",
        "DateDiff('2024-03-01','2024-01-31','M')|-2",
        "DatePart('2024-03-05 14:07','H')|02",
        "Now()|11/23/2026 12:00:05 PM",
        "URLEncode('a b&c',1,1)|a%20b%26c",
        "URLEncode('a b')|a b",
        "Lookup('Orders','Item','Customer','BOB')|pot",
        "Lookup('Orders','Item','Customer','eve')|``",
        "RowCount(LookupRows('Orders','Customer','ada'))|2",
        "RowCount(LookupRows('Many','Name','n'))|2000",
        "RowCount(LookupOrderedRows('Many',0,'Name','Name','n'))|2000",
        "RowCount(LookupRowsCS('Orders','Customer','ada'))|1",
        "RowCount('x')|0",
        "Field(Row(LookupOrderedRows('Orders',1,'Total desc','Customer','ada'),1),'item')|cup",
        "RowCount(BuildRowSetFromString('a,b,',','))|3",
        "RowCount(BuildRowSetFromString('',','))|0",
        "RowCount(BuildRowSetFromString('a,b',''))|1",
        "Field(Row(BuildRowSetFromString('a,b',','),2),1)|b",
        "RedirectTo('https://example.com/?a=b')|https://example.com/?a=b",
        "ContentBlockByKey('none','',0,'instead')|instead",
        "Char(65,3)|AAA",
        "1.0|1",
        "-0|0",
        "99999999999999999999|0",
        "true|True",
        ".5|0.5"
      })
  void functionGivesWhatTheSheetSays(String expression, String expected) {
    assertEquals(expected, recipient.render("%%=" + expression + "=%%"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Add('',1)",
        "Add('x',1)",
        "Substring('abc',1,-1)",
        "Row(LookupRows('Orders','Customer','ada'),3)",
        "Field(Row(LookupRows('Orders','Customer','ada'),1),'none')",
        "RegExMatch('a','(',0)",
        "DateParse('soon')",
        "FormatDate('2026-03-04','','H')",
        "SystemDateToLocalDate('soon')",
        "LocalDateToSystemDate('')",
        "BuildRowsetFromJSON('{ not json','$.f[*]',0)",
        "BuildRowsetFromJSON('{}','f[*]',0)",
        "Random(1.5,3)",
        "Base64Decode('%')",
        "CloudPagesURL('shop')",
        "CloudPagesURL(1,'name')",
        "DateAdd('2024-01-31',1,'W')",
        "Field(Row(LookupRows('Orders','Customer','ada'),0),1)",
        "InsertDE('None','a','b')",
        "HTTPGet('https://example.com')",
        "DateAdd('2024-01-31',1.5,'D')",
        "Format(1,'N2','Number')",
        "Lookup('None','a','b','c')",
        "Lookup('Orders','None','Customer','c')",
        "Trim()",
        "ContentBlockByKey('none')"
      })
  void functionAbortsWhereTheSheetSays(String expression) {
    assertThrows(RenderException.class, () -> recipient.render("%%=" + expression + "=%%"));
  }

  @Test
  void abortAnywhereLeavesNothing() {
    RenderException skipped =
        assertThrows(
            RenderException.class,
            () -> recipient.render("shown%%[ RaiseError('no stock', true) ]%%"));
    assertEquals("the subscriber is skipped by RaiseError (111): no stock", skipped.getMessage());
  }

  @Test
  void branchThatIsNotTakenIsNotRun() {
    assertEquals("a", recipient.render("a%%[ IF 1 == 2 THEN RaiseError('x') ENDIF ]%%"));
  }

  @Test
  void databaseNullIsNotWhatIsUnset() {
    assertEquals("True", recipient.render("%%[ SET @y = [Null] ]%%%%=IsNull(@y)=%%"));
    assertEquals("False", recipient.render("%%[ SET @y = [Null] VAR @y ]%%%%=IsNull(@y)=%%"));
    assertEquals("False", recipient.render("%%[ SET @y = [Null] SET @y = '' ]%%%%=IsNull(@y)=%%"));
    assertEquals("yes", recipient.render("%%[ IF NOT @unset THEN ]%%yes%%[ ENDIF ]%%"));
  }

  @Test
  void outputLinePrintsWhatAFunctionGivesAndNothingElse() {
    assertEquals("", recipient.render("%%[ OutputLine('a') OutputLine(@x) OutputLine(1) ]%%"));
    assertEquals("a\r\n", recipient.render("%%[ OutputLine(Concat('a')) ]%%"));
  }

  @Test
  void writesOfASendShowNothingInIt() {
    assertEquals(
        "2",
        recipient.render(
            "%%=InsertDE('Orders','Customer','ada')=%%%%=UpsertDE('Orders',1,'Customer','ada','Item','x')"
                + "=%%%%=RowCount(LookupRows('Orders','Customer','ada'))=%%"));
  }

  @Test
  void rowsAreLoopedOver() {
    assertEquals(
        "tea,cup,",
        recipient.render(
            "%%[ SET @rows = LookupRows('Orders','Customer','ada') SET @n = RowCount(@rows)"
                + " IF @n > 0 THEN FOR @i = 1 TO @n DO ]%%%%=Field(Row(@rows,@i),'Item')=%%,"
                + "%%[ NEXT @i ENDIF ]%%"));
  }

  @Test
  void membershipInAListIsFoundByCommas() {
    recipient.with("Lists", "news,vip,uk");
    assertEquals(
        "TF",
        recipient.render(
            "%%=IIf(IndexOf(Concat(',',Lists,','),',VIP,') > 0,'T','F')=%%"
                + "%%=IIf(IndexOf(Concat(',',Lists,','),',vi,') > 0,'T','F')=%%"));
  }
}
