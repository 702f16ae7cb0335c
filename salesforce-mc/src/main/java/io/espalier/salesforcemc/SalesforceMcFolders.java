package io.espalier.salesforcemc;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one folder, below the root of data extensions, in which everything of ours is made, and in it
 * the folder {@code Active}, into which marketers move what they want.
 */
final class SalesforceMcFolders {
  static final String ACTIVE = "Active";
  private static final String CONTENT = "dataextension";

  private final SalesforceMcSoap soap;
  private final String name;
  private @Nullable String id;
  private boolean isChoosable;

  SalesforceMcFolders(SalesforceMcSoap soap, String name) {
    this.soap = soap;
    this.name = name;
  }

  /**
   * What lies below {@code Active}.
   *
   * @param ids of the folder itself and of all folders in it
   * @param names of the folders in it
   */
  record Chosen(Set<String> ids, Set<String> names) {}

  private record Folder(String id, String name, String parent) {
    boolean isRoot() {
      return parent.isEmpty() || parent.equals("0");
    }
  }

  /** The folder's id; it is looked up once, and made where it is missing. */
  synchronized String id() {
    if (id == null) {
      List<Folder> all = all(CONTENT);
      Optional<Folder> own = own(all);
      String made =
          own.isPresent()
              ? own.get().id()
              : create(
                  name, root(all, CONTENT), "Made by Espalier: a data extension for each segment");
      isChoosable =
          all.stream().anyMatch(f -> f.parent().equals(made) && f.name().equalsIgnoreCase(ACTIVE));
      id = made;
    }
    return id;
  }

  /** Makes the folder {@code Active} where it is missing; nobody's profile waits for it. */
  synchronized void offerChoice() {
    String own = id();
    if (!isChoosable) {
      create(ACTIVE, own, "Move a segment's data extension in here, and Espalier fills it");
      isChoosable = true;
    }
  }

  /** What marketers have put into {@code Active}; nothing where that is missing. */
  Chosen chosen() {
    List<Folder> all = all(CONTENT);
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    List<String> open = new ArrayList<>();
    own(all)
        .ifPresent(
            own ->
                all.stream()
                    .filter(f -> f.parent().equals(own.id()) && f.name().equalsIgnoreCase(ACTIVE))
                    .forEach(f -> open.add(f.id())));
    while (!open.isEmpty()) {
      String above = open.remove(open.size() - 1);
      if (ids.add(above)) {
        for (Folder folder : all) {
          if (folder.parent().equals(above)) {
            names.add(folder.name().strip());
            open.add(folder.id());
          }
        }
      }
    }
    return new Chosen(ids, names);
  }

  /** The folder of this name below the root of content, and the root; the first may be missing. */
  AssetFolders ofAssets() {
    List<Folder> all = all("asset");
    return new AssetFolders(own(all).map(Folder::id), root(all, "asset"), name);
  }

  /** Where emails and blocks go. */
  record AssetFolders(Optional<String> own, String root, String name) {}

  private List<Folder> all(String contentType) {
    return soap
        .retrieve(
            "DataFolder",
            List.of("ID", "Name", "ContentType", "ParentFolder.ID"),
            "ContentType",
            List.of(contentType))
        .stream()
        .map(f -> new Folder(f.text("ID"), f.text("Name"), f.text("ParentFolder", "ID")))
        .toList();
  }

  private Optional<Folder> own(List<Folder> all) {
    return all.stream().filter(f -> !f.isRoot() && f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The root's name is in the account's language; only that it has no parent is sure. */
  private static String root(List<Folder> all, String content) {
    return all.stream()
        .filter(Folder::isRoot)
        .map(Folder::id)
        .findFirst()
        .orElseThrow(
            () ->
                new EspException(
                    content.equals(CONTENT)
                        ? noFolder("data extensions", "data extensions")
                        : noFolder("content", "saved content and documents")));
  }

  private static Failure noFolder(String of, String rights) {
    return new Failure(
        FailureKind.AUTH,
        SalesforceMcErrors.NAME + " shows no folder of " + of,
        "give the installed package the right to read and write " + rights);
  }

  private String create(String folder, String parent, String description) {
    SoapNode result =
        soap.create(
                "DataFolder",
                List.of(folder),
                (xml, made) ->
                    xml.open("ParentFolder")
                        .put("ID", parent)
                        .close()
                        .put("Name", made)
                        .put("Description", description)
                        .put("ContentType", CONTENT)
                        .put("IsActive", true)
                        .put("IsEditable", true)
                        .put("AllowChildren", true))
            .get(0);
    if (!result.isOk()) {
      throw new EspException(SalesforceMcSoap.failure(result));
    }
    String made = result.text("NewID");
    return made.isEmpty() || made.equals("0") ? result.text("Object", "ID") : made;
  }
}
