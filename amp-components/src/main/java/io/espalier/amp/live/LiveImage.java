package io.espalier.amp.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A block as a picture, for HTML emails: what it shows, and when that was so, because a mail client
 * may keep a picture for a day or for ever. PNG, at twice the size it is shown in.
 */
public final class LiveImage {
  private static final int SCALE = 2;
  private static final int WIDTH = LiveModules.IMAGE_WIDTH;
  private static final Color INK = new Color(0x2b2b2b);
  private static final Color FAINT = new Color(0x5f5f5a);
  private static final Color RULE = new Color(0xe4e4e0);
  private static final Color PAPER = Color.WHITE;

  static {
    // A server has no screen; without this the JDK may look for one.
    System.setProperty("java.awt.headless", "true");
  }

  private final Graphics2D pen;
  private final BufferedImage image;
  private final Color accent;
  private final int height;

  private LiveImage(int height, Color accent) {
    this.height = height;
    this.accent = accent;
    this.image = new BufferedImage(WIDTH * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    this.pen = image.createGraphics();
    pen.scale(SCALE, SCALE);
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    pen.setColor(PAPER);
    pen.fillRect(0, 0, WIDTH, height);
  }

  /**
   * The block with what the server would answer an AMP email.
   *
   * @param data the block's part of the answer
   * @param accent a color as {@code #rrggbb}
   */
  public static byte[] of(LiveBlock block, JsonObject data, String accent) {
    LiveImage drawing = new LiveImage(block.height(), Color.decode(accent));
    drawing.content(block, data);
    return drawing.png();
  }

  /** What stands in the place of a block when nothing is known: true whenever it is looked at. */
  public static byte[] neutral(LiveBlock block, String accent) {
    LiveImage drawing = new LiveImage(block.height(), Color.decode(accent));
    drawing.frame();
    drawing.pen.setColor(drawing.accent);
    drawing.centred(block.linkText(), drawing.font(Font.BOLD, 17), drawing.height / 2 + 6);
    return drawing.png();
  }

  /** One pixel: for a block that there is no more. */
  public static byte[] nothing() {
    return new LiveImage(1, INK).png();
  }

  private void content(LiveBlock block, JsonObject data) {
    int top = 8;
    String asof = "As of " + text(data, "asof");
    if (block.kind() == LiveBlock.Kind.COUNTDOWN) {
      frame();
      pen.setColor(INK);
      centred(text(data, "until_text"), font(Font.BOLD, 19), height / 2 - 2);
      pen.setColor(FAINT);
      centred(asof, font(Font.PLAIN, 12), height / 2 + 22);
      return;
    }
    JsonArray items = data.get("items") instanceof JsonArray array ? array : new JsonArray();
    int rows = Math.max(1, Math.min(items.size(), block.limit()));
    int room = Math.min(92, (height - 30 - top) / rows);
    for (JsonElement item : items) {
      if (item instanceof JsonObject row && top + room <= height - 24) {
        row(block, row, top, room);
        top += room;
      }
    }
    if (items.isEmpty()) {
      pen.setColor(INK);
      fitted(text(data, "empty"), font(Font.PLAIN, 16), 4, top + 34, WIDTH - 8);
    }
    pen.setColor(FAINT);
    pen.setFont(font(Font.PLAIN, 13));
    pen.drawString(asof, 4, height - 8);
    String total = text(data, "total");
    if (!total.isEmpty()) {
      pen.setColor(INK);
      right("Total " + total, font(Font.BOLD, 16), WIDTH - 4, height - 8);
    }
  }

  private void row(LiveBlock block, JsonObject item, int top, int room) {
    int middle = top + room / 2;
    String note = text(item, "note");
    String price = text(item, "price");
    String quantity = block.kind() == LiveBlock.Kind.CART ? text(item, "quantity") : "";
    pen.setColor(accent);
    int left = WIDTH - 4;
    if (!price.isEmpty()) {
      left = right(price, font(Font.BOLD, 19), WIDTH - 4, middle + 6) - 14;
    }
    pen.setColor(INK);
    String title = (quantity.isEmpty() ? "" : quantity + " × ") + text(item, "title");
    int base = note.isEmpty() ? middle + 6 : middle - 3;
    fitted(title, font(Font.BOLD, 17), 4, base, left - 4);
    pen.setColor(FAINT);
    if (!note.isEmpty()) {
      fitted(note, font(Font.PLAIN, 14), 4, middle + 17, left - 4);
    }
    pen.setColor(RULE);
    pen.drawLine(0, top + room - 1, WIDTH, top + room - 1);
  }

  private void frame() {
    pen.setColor(RULE);
    pen.setStroke(new BasicStroke(1f));
    pen.drawRect(0, 0, WIDTH - 1, height - 1);
  }

  /** As large as there is room for: the hour of a deadline must not be what is cut off. */
  private void centred(String text, Font font, int base) {
    Font fitting = font;
    while (fitting.getSize() > 11 && pen.getFontMetrics(fitting).stringWidth(text) > WIDTH - 24) {
      fitting = font(font.getStyle(), fitting.getSize() - 1);
    }
    String shown = cut(text, fitting, WIDTH - 24);
    pen.setFont(fitting);
    pen.drawString(shown, (WIDTH - pen.getFontMetrics().stringWidth(shown)) / 2, base);
  }

  private int right(String text, Font font, int edge, int base) {
    pen.setFont(font);
    int left = edge - pen.getFontMetrics().stringWidth(text);
    pen.drawString(text, left, base);
    return left;
  }

  private void fitted(String text, Font font, int left, int base, int room) {
    pen.setFont(font);
    pen.drawString(cut(text, font, room), left, base);
  }

  /** As much as there is room for, with a mark where something is missing. */
  private String cut(String text, Font font, int room) {
    FontMetrics metrics = pen.getFontMetrics(font);
    if (metrics.stringWidth(text) <= room) {
      return text;
    }
    int length = text.length();
    while (length > 0 && metrics.stringWidth(text.substring(0, length) + "…") > room) {
      length = text.offsetByCodePoints(length, -1);
    }
    return text.substring(0, length).stripTrailing() + "…";
  }

  private Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static String text(JsonObject data, String name) {
    return data.has(name) && data.get(name).isJsonPrimitive() ? data.get(name).getAsString() : "";
  }

  private byte[] png() {
    pen.dispose();
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
