package dev.modeldock.server.actions.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.labels.TinyDataset;
import dev.modeldock.server.actions.labels.TinyDataset.Tried;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.CategoryChart;

/** Graphs are opened again by others than who wrote them; what the page on actions shows is drawn here. */
class GraphFilesTest {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final List<String> TYPES = List.of("car", "pedestrian", "cyclist", "van", "truck", "tram", "sign");

    @TempDir
    Path temp;

    private static Table table(int rows) {
        List<List<Object>> cells = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            cells.add(List.of("object <" + i + "> & é 車", (long) i, i * 0.37));
        }
        return new Table("t", List.of("Object Name", "Count", "Count (%)"), cells);
    }

    /** How much of a picture is not white. */
    private static double drawn(BufferedImage image, int fromY, int toY) {
        long other = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                other += (image.getRGB(x, y) & 0xffffff) == 0xffffff ? 0 : 1;
            }
        }
        return (double) other / image.getWidth() / (toY - fromY);
    }

    @Test
    void aGraphCanBeOpenedInEachForm() throws Exception {
        List<Page> pages = List.of(
                Page.bars("Bars. " + "word ".repeat(60), table(20), 0, 1),
                Page.points("Points.", table(200), 0, 2),
                Page.table("A table.", table(100)),
                Page.bars("Nothing.", table(0), 0, 1));
        new GraphFiles(temp, new PagePainter(400, 300)).write("g", pages);
        try (PDDocument pdf = Loader.loadPDF(temp.resolve("g.pdf").toFile())) {
            assertEquals(4, pdf.getNumberOfPages());
            assertEquals(400, pdf.getPage(0).getMediaBox().getWidth());
            assertEquals(300, pdf.getPage(3).getMediaBox().getHeight());
        }
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(temp.resolve("g.svg").toFile())
                .getDocumentElement();
        assertEquals("svg", svg.getTagName());
        assertEquals("1200", svg.getAttribute("height"));
        BufferedImage png = ImageIO.read(temp.resolve("g.png").toFile());
        assertEquals(400, png.getWidth());
        assertEquals(1200, png.getHeight());
        for (int page = 0; page < 3; page++) {
            assertTrue(drawn(png, page * 300 + 60, page * 300 + 300) > 0.01, "page " + page);
        }
    }

    @Test
    void manyLargePagesAreDrawnSmaller() throws Exception {
        List<Page> pages = List.of(Page.table("A.", table(5)), Page.table("B.", table(5)), Page.table("C.", table(5)));
        new GraphFiles(temp, new PagePainter(2880, 2880)).write("g", pages);
        BufferedImage png = ImageIO.read(temp.resolve("g.png").toFile());
        assertTrue((long) png.getWidth() * png.getHeight() <= 12_000_000);
        assertEquals(3.0, (double) png.getHeight() / png.getWidth(), 0.01);
    }

    @Test
    void groupsHaveTheirColours() throws Exception {
        List<List<Object>> rows = List.of(
                List.of("car", 0L, 40.0),
                List.of("car", 1L, 20.0),
                List.of("van", -1L, 30.0),
                List.of("van", 1L, 10.0));
        Table table = new Table("t", List.of("Object Name", "Occlusion", "Count (%)"), rows);
        new GraphFiles(temp, new PagePainter(400, 300))
                .write("g", List.of(Page.groups("Groups.", table, List.of(0, 2, 1))));
        BufferedImage png = ImageIO.read(temp.resolve("g.png").toFile());
        Map<Integer, Integer> colours = new HashMap<>();
        for (int i = 0; i < 400 * 300; i++) {
            colours.merge(png.getRGB(i % 400, i / 400), 1, Integer::sum);
        }
        long strong = colours.entrySet().stream()
                .filter(each -> each.getValue() > 150)
                .filter(each -> saturation(new Color(each.getKey())) > 0.5)
                .count();
        assertEquals(3, strong);
    }

    /** Nobody has half an object. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 7, 9, 11, 17, 40, 99, 1234})
    void countsHaveWholeTicks(long most) {
        Table table = new Table("t", List.of("Object Name", "Count"), List.of(List.of("a", most), List.of("b", 0L)));
        for (int height : List.of(100, 300, 600, 1000)) {
            List<Double> ticks = new ArrayList<>();
            CategoryChart chart = Charts.of(Page.bars("Bars.", table, 0, 1), height);
            chart.getStyler().setYAxisTickLabelsFormattingFunction(tick -> {
                ticks.add(tick);
                return Double.toString(tick);
            });
            chart.paint(new BufferedImage(600, height, BufferedImage.TYPE_INT_RGB).createGraphics(), 600, height);
            assertTrue(ticks.stream().allMatch(tick -> tick == Math.rint(tick)), ticks::toString);
            assertTrue(height < 300 || ticks.stream().distinct().count() > 1, height + ": " + ticks);
        }
    }

    /** What is written on a large page is as large, beside the page, as on a usual one. */
    @Test
    void aLargePageHasLargeLetters() {
        Page page = Page.bars("Bars.", table(5), 0, 1);
        BufferedImage usual = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
        new PagePainter(600, 400).paint(page, usual.createGraphics());
        BufferedImage large = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
        new PagePainter(1200, 800).paint(page, large.createGraphics());
        assertEquals(drawn(usual, 0, 400), drawn(large, 0, 800), 0.02);
        assertEquals(drawn(usual, 20, 60), drawn(large, 40, 120), 0.02, "the sentence");
    }

    private static float saturation(Color color) {
        return Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null)[1];
    }

    /** A street that was never there. */
    private TinyDataset street() {
        TinyDataset dataset = new TinyDataset(temp.resolve("street"));
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            int width = 320 + 80 * random.nextInt(3);
            dataset.image("street" + i + ".png", width, 200);
            StringBuilder rows = new StringBuilder();
            for (int j = 0; j < 3 + random.nextInt(6); j++) {
                int left = random.nextInt(width - 20);
                int top = random.nextInt(160);
                rows.append(TYPES.get((int) (TYPES.size() * Math.pow(random.nextDouble(), 2))))
                        .append(" " + random.nextInt(8) / 10.0 + " " + random.nextInt(4) + " 0 ")
                        .append(left + " " + top + " " + (left + 15 + random.nextInt(width / 4)))
                        .append(" " + (top + 15 + random.nextInt(30)) + " 0 0 0 0 0 0 0\n");
            }
            dataset.label("street" + i + ".txt", rows.toString());
        }
        return dataset;
    }

    @Test
    void thePicturesOfThePageAreDrawn() throws Exception {
        Tried tried = street().run(
                        new AnalyticsService(),
                        "analytics",
                        "analyze",
                        "{\"graph\":{\"width\":8,\"height\":5},\"image\":{\"generate_image_with_bounding_box\":true}}");
        Files.createDirectories(PICTURES);
        for (String name : List.of("Object_count", "Area", "Occlusion", "Truncation", "Image", "Invalid_data")) {
            keep(tried, "graphs/" + name + ".png", "analytics-" + name + ".png");
        }
        keep(tried, "image_with_bounding_boxes/street0.png", "analytics-boxes.png");
    }

    private static void keep(Tried tried, String from, String to) throws Exception {
        File picture = Files.copy(
                        tried.results().resolve(from), PICTURES.resolve(to), StandardCopyOption.REPLACE_EXISTING)
                .toFile();
        BufferedImage image = ImageIO.read(picture);
        assertTrue(drawn(image, 0, image.getHeight()) > 0.01, to);
        assertTrue(picture.length() < 100_000, to + " has " + picture.length() + " bytes");
    }
}
