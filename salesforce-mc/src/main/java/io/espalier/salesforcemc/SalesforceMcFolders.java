package io.espalier.salesforcemc;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one folder, below the root of data extensions, in which everything of ours stands. */
final class SalesforceMcFolders {
  private static final String CONTENT = "dataextension";

  private final SalesforceMcSoap soap;
  private final String name;
  private @Nullable String id;

  SalesforceMcFolders(SalesforceMcSoap soap, String name) {
    this.soap = soap;
    this.name = name;
  }

  /** The folder's id; it is looked up once, and made where it is missing. */
  synchronized String id() {
    if (id == null) {
      id = find();
    }
    return id;
  }

  private String find() {
    List<SoapNode> folders =
        soap.retrieve(
            "DataFolder",
            List.of("ID", "Name", "ContentType", "ParentFolder.ID"),
            "ContentType",
            List.of(CONTENT));
    for (SoapNode folder : folders) {
      if (folder.text("Name").equalsIgnoreCase(name)) {
        return folder.text("ID");
      }
    }
    // The root's name is in the account's language; only that it has no parent is sure.
    String root =
        folders.stream()
            .filter(f -> List.of("", "0").contains(f.text("ParentFolder", "ID")))
            .map(f -> f.text("ID"))
            .findFirst()
            .orElseThrow(
                () ->
                    new EspException(
                        new Failure(
                            FailureKind.AUTH,
                            SalesforceMcErrors.NAME + " shows no folder of data extensions",
                            "give the installed package the right to read and write data"
                                + " extensions")));
    return create(root);
  }

  private String create(String root) {
    SoapNode result =
        soap.create(
                "DataFolder",
                List.of(name),
                (xml, folder) ->
                    xml.open("ParentFolder")
                        .put("ID", root)
                        .close()
                        .put("Name", folder)
                        .put("Description", "Kept by Espalier: change nothing in here by hand")
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
