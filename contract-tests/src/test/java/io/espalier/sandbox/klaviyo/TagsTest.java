package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many tags there are, in an account, a group and on a resource. */
class TagsTest {
  private static Client.Response tag(Client client, String name, String group) {
    String relations =
        group.isEmpty()
            ? ""
            : ",'relationships':{'tag-group':{'data':{'type':'tag-group','id':'" + group + "'}}}";
    return client.post(
        "/api/tags",
        Furnished.json(
            "{'data':{'type':'tag','attributes':{'name':'" + name + "'}" + relations + "}}"));
  }

  private static Client.Response group(Client client, String attributes) {
    return client.post(
        "/api/tag-groups",
        Furnished.json("{'data':{'type':'tag-group','attributes':" + attributes + "}}"));
  }

  private static int put(Client client, String tag, String list) {
    return client
        .post(
            "/api/tags/" + tag + "/relationships/lists",
            Furnished.json("{'data':[{'type':'list','id':'" + list + "'}]}"))
        .status();
  }

  @Test
  void anAccountHasSoManyTagsAndGroupsAndAResourceSoMany() {
    try (Client client = new Client()) {
      String list = client.list("l");
      for (int i = 0; i < 500; i++) {
        String tag = tag(client, "t" + i, "").id();
        if (i <= 100) {
          assertEquals(i < 100 ? 204 : 400, put(client, tag, list));
        }
      }
      assertEquals(400, tag(client, "one more", "").status());
      for (int i = 1; i < 50; i++) {
        assertEquals(201, group(client, "{'name':'g" + i + "'}").status());
      }
      assertEquals(400, group(client, "{'name':'one more'}").status());
      assertEquals(50, client.get("/api/tags").rows().size());
      assertEquals(25, client.get("/api/tag-groups").rows().size());
    }
  }

  @Test
  void anExclusiveGroupGivesOneTagAResource() {
    try (Client client = new Client()) {
      String group = group(client, "{'name':'season','exclusive':true}").id();
      String spring = tag(client, "spring", group).id();
      String autumn = tag(client, "autumn", group).id();
      String list = client.list("l");
      assertEquals(204, put(client, spring, list));
      assertEquals(204, put(client, spring, list));
      assertEquals(400, put(client, autumn, list));
      assertEquals(204, put(client, autumn, client.list("m")));
    }
  }
}
