package io.espalier.sync.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something the shop sells.
 *
 * @param cents its price in euro cents
 */
record Product(String sku, String title, String category, int cents) {

  /** The category that the winter letter is about. */
  static final String JACKETS = "jackets";

  private static final List<String> RANGE =
      List.of(
          "jackets: Storm shell 18900, Down parka 24900, Lambswool jacket 15900, Light down vest 11900, Rain cape 7900, Alpine softshell 13900",
          "boots: Moor boot 17900, Ridge boot 20900, Trail shoe 11900, Hut slipper 4900, Snow boot 15900",
          "fleece: Grid fleece 8900, Merino jumper 10900, Fleece cap 2900, Base layer 5900",
          "trousers: Zip-off trousers 7900, Winter trousers 12900, Climbing trousers 9900, Rain trousers 6900",
          "tents: Two-person tent 32900, Tarp 8900, Family tent 54900, Tent pegs 1900",
          "packs: Day pack 8900, Touring pack 17900, Dry bag 2490, Hip pack 3900",
          "sleeping: Three-season bag 16900, Winter bag 28900, Sleeping mat 7990, Silk liner 4990",
          "kitchen: Gas stove 4490, Titanium mug 2990, Vacuum flask 3490, Camp pan 3990, Folding spoon 690",
          "climbing: Sit harness 7490, Chalk bag 1990, Belay device 3490, Climbing shoe 10900");

  /** All of them, by SKU. */
  static List<Product> all() {
    List<Product> products = new ArrayList<>();
    for (String line : RANGE) {
      String category = line.substring(0, line.indexOf(':'));
      int number = 1;
      for (String item : List.of(line.substring(line.indexOf(':') + 1).split(",", -1))) {
        int space = item.lastIndexOf(' ');
        String sku =
            String.format(
                Locale.ROOT,
                "%s-%02d",
                category.substring(0, 2).toUpperCase(Locale.ROOT),
                number++);
        products.add(
            new Product(
                sku,
                item.substring(0, space).strip(),
                category,
                Integer.parseInt(item.substring(space + 1))));
      }
    }
    return List.copyOf(products);
  }
}
