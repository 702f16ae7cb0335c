package io.espalier.amp.live;

/**
 * The names that an email, the planner and the server must agree upon: of the attributes that hold
 * a person's tokens, and of the addresses that take them.
 */
public final class LiveNames {
  private LiveNames() {}

  /** The attribute with the token that shows an email's blocks. */
  public static String viewToken(String email) {
    return "live_" + plain(email);
  }

  /** The attribute with the token that answers one form of an email, and nothing else. */
  public static String formToken(String email, String block) {
    return "live_" + plain(email) + "_" + plain(block);
  }

  public static String viewPath(String email) {
    return "/v1/live/" + email;
  }

  public static String formPath(String email, String block) {
    return "/v1/form/" + email + "/" + block;
  }

  /** The page that asks what a form asks, for whoever cannot answer in the email. */
  public static String pagePath(String email, String block) {
    return "/v1/page/" + email + "/" + block;
  }

  public static String imagePath(String email, String block) {
    return "/v1/image/" + email + "/" + block + ".png";
  }

  private static String plain(String name) {
    return name.replace('-', '_');
  }
}
