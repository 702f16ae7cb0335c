package io.espalier.sync.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.espalier.sync.source.RowBatch;
import io.espalier.sync.source.RowBatches;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What is written is what another parser reads. */
class JsonTextLawTest {

  private static String write(RowBatch batch) {
    JsonText text = new JsonText(List.of("x \"y\""), 0);
    String wrong = text.line(batch, 0);
    return wrong.isEmpty()
        ? new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8)
        : wrong;
  }

  private static JsonElement read(String line) {
    assertEquals(line.length() - 1, line.indexOf('\n'));
    return JsonParser.parseString(line).getAsJsonObject().get("x \"y\"");
  }

  @Property(tries = 500)
  void aTextIsReadAsItWas(@ForAll String value) {
    String whole = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertEquals(whole, read(write(RowBatches.of(whole))).getAsString());
  }

  @Property(tries = 1000)
  void bytesAreTakenExactlyWhereTheyAreUtf8(@ForAll @Size(max = 6) byte[] bytes) {
    boolean valid = true;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      valid = false;
    }
    String written = write(RowBatches.of(bytes));
    assertEquals(valid, !written.equals("'x \"y\"' is not UTF-8"));
    if (valid) {
      assertEquals(new String(bytes, StandardCharsets.UTF_8), read(written).getAsString());
    }
  }

  @Property(tries = 1000)
  void aWholeNumberIsReadAsItWas(@ForAll long value) {
    assertEquals(Long.toString(value), read(write(RowBatches.of(value))).getAsString());
  }

  @Property(tries = 1000)
  void aRealNumberIsReadAsItWas(@ForAll double value) {
    same(value);
  }

  @Property(tries = 1000)
  void aRealNumberOfFewDecimalsIsReadAsItWasAndWrittenShort(@ForAll int units) {
    double value = units / 100.0;
    String written = same(value);
    assertFalse(written.contains("E"), written);
  }

  private static String same(double value) {
    String written = write(RowBatches.of(value));
    if (Double.isFinite(value)) {
      assertEquals(
          Double.doubleToRawLongBits(value),
          Double.doubleToRawLongBits(Double.parseDouble(read(written).getAsString())),
          written);
    } else {
      assertEquals("'x \"y\"' is no finite number", written);
    }
    return written;
  }
}
