package io.espalier.amp.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.amp.live.LiveBlock.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveImageTest {

  @ParameterizedTest
  @EnumSource(Kind.class)
  void itIsAsLargeAsTheEmailSaysAndShowsSomething(Kind kind) throws IOException {
    LiveBlock block = LiveModulesTest.block(kind, Map.of(LiveBlock.Slot.TITLE, "t"));
    BufferedImage image = read(LiveImage.of(block, data("189.00 EUR"), "#b4552d"));
    assertEquals(2 * LiveModules.IMAGE_WIDTH, image.getWidth());
    assertEquals(2 * block.height(), image.getHeight());
    assertTrue(inked(image), "there is nothing on it");
    assertTrue(inked(read(LiveImage.neutral(block, "#b4552d"))));
  }

  @Test
  void anotherPriceIsAnotherPicture() {
    LiveBlock block = LiveModulesTest.block(Kind.LIST, Map.of(LiveBlock.Slot.TITLE, "t"));
    byte[] before = LiveImage.of(block, data("189.00 EUR"), "#b4552d");
    assertArrayEquals(before, LiveImage.of(block, data("189.00 EUR"), "#b4552d"));
    assertFalse(Arrays.equals(before, LiveImage.of(block, data("149.00 EUR"), "#b4552d")));
  }

  @Test
  void hostileTextIsDrawnAndNothingElse() throws IOException {
    LiveBlock block = LiveModulesTest.block(Kind.CART, Map.of(LiveBlock.Slot.TITLE, "t"));
    JsonObject data = data("x".repeat(300));
    data.getAsJsonArray("items")
        .get(0)
        .getAsJsonObject()
        .addProperty("title", "<html><b>\u0000\u202e𐐷" + "w".repeat(5_000));
    assertTrue(inked(read(LiveImage.of(block, data, "#b4552d"))));
  }

  private static JsonObject data(String price) {
    JsonObject data =
        JsonParser.parseString(
                """
                {"asof": "14:05", "empty": "None.", "until_text": "Ends Saturday", "filled": true,
                 "items": [{"title": "Storm shell", "note": "jackets", "quantity": 1}]}""")
            .getAsJsonObject();
    data.getAsJsonArray("items").get(0).getAsJsonObject().addProperty("price", price);
    return data;
  }

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static boolean inked(BufferedImage image) {
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        dark += (image.getRGB(x, y) & 0xff) < 0x90 ? 1 : 0;
      }
    }
    return dark > 50;
  }
}
