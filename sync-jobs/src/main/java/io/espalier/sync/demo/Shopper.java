package io.espalier.sync.demo;

import java.util.List;

/** One row of the customer table, as text: what a shop's export holds, sound or not. */
final class Shopper {
  static final List<String> HEADER =
      List.of(
          "customer_id",
          "email",
          "first_name",
          "last_name",
          "city",
          "postcode",
          "country",
          "birthday",
          "size",
          "interests",
          "points",
          "newsletter",
          "newsletter_since",
          "newsletter_proof");

  final String id;
  String email = "";
  String firstName = "";
  String lastName = "";
  String city = "";
  String postcode = "";
  String country = "";
  String birthday = "";
  String size = "";
  String interests = "";
  String points = "";
  String newsletter = "";
  String since = "";
  String proof = "";

  /** Written without quotes where it needs them. */
  boolean torn;

  /** Nothing about the row is wrong or doubtful, and the person reads the newsletter. */
  boolean sound;

  Shopper(String id) {
    this.id = id;
  }

  List<String> cells() {
    return List.of(
        id,
        email,
        firstName,
        lastName,
        city,
        postcode,
        country,
        birthday,
        size,
        interests,
        points,
        newsletter,
        since,
        proof);
  }

  /** The row again, under another number. */
  Shopper copy(String otherId) {
    Shopper copy = new Shopper(otherId);
    copy.email = email;
    copy.firstName = firstName;
    copy.lastName = lastName;
    copy.city = city;
    copy.postcode = postcode;
    copy.country = country;
    copy.birthday = birthday;
    copy.size = size;
    copy.interests = interests;
    copy.points = points;
    copy.newsletter = newsletter;
    copy.since = since;
    copy.proof = proof;
    return copy;
  }
}
