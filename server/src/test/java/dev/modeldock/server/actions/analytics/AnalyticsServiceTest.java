package dev.modeldock.server.actions.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.labels.TinyDataset;
import dev.modeldock.server.actions.labels.TinyDataset.Tried;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyticsServiceTest {
    /** Small pages are drawn soon. */
    private static final String KITTI = "{\"graph\":{\"width\":4,\"height\":4},\"data\":{\"input_format\":\"KITTI\"}}";

    private static final String COCO = KITTI.replace("KITTI", "COCO");
    private static final String BOX = "Car 0.00 0 0.00 10.00 5.00 60.50 40.00 0 0 0 0 0 0 0\n";

    @TempDir
    Path temp;

    private Tried analyze(TinyDataset dataset, String spec) throws Exception {
        return dataset.run(new AnalyticsService(), "analytics", "analyze", spec);
    }

    private Tried validate(TinyDataset dataset, String spec) throws Exception {
        return dataset.run(new AnalyticsService(), "analytics", "validate", spec);
    }

    private String refusal(TinyDataset dataset, String spec) {
        return assertThrows(Exception.class, () -> analyze(dataset, spec)).getMessage();
    }

    private TinyDataset one(String rows) {
        return new TinyDataset(temp).image("a.png", 100, 50).label("a.txt", rows);
    }

    private static String row(String truncated, String occluded, String box) {
        return "car " + truncated + " " + occluded + " 0 " + box + " 0 0 0 0 0 0 0\n";
    }

    // ---- which rows are which

    @ParameterizedTest
    @CsvSource({
        "10 5 60 40, ",
        "0 0 100 50, ",
        "-1 5 60 40, 'True,False,False'",
        "10 5 101 40, 'True,False,False'",
        "10 5 60 50.5, 'True,False,False'",
        "10 5 10 40, 'False,True,False'",
        "10 5 60 5, 'False,True,False'",
        "60 5 10 40, 'False,False,True'",
        "10 40 60 5, 'False,False,True'",
        "10 5 10 -40, 'True,True,True'",
        "120 5 101 40, 'True,False,True'"
    })
    void aBoxMayBeWrongInSeveralWays(String box, String faults) throws Exception {
        Tried tried = analyze(one(BOX + row("0", "0", box)), KITTI);
        String[] invalid = tried.text("csv/invalid_data.csv").split("\n");
        assertEquals(faults == null ? 1 : 2, invalid.length);
        assertTrue(faults == null || invalid[1].endsWith(",images/a.png," + faults), invalid[invalid.length - 1]);
    }

    @ParameterizedTest
    @CsvSource({
        "car 0 0 0 1 2 3 4 0 0 0 0 0 0",
        "car 0 0 0 1 2 3 4 0 0 0 0 0 0 0 0.5 1",
        "car x 0 0 1 2 3 4 0 0 0 0 0 0 0",
        "car 0 0.5 0 1 2 3 4 0 0 0 0 0 0 0",
        "car 0 0 0 1 two 3 4 0 0 0 0 0 0 0",
        "car 0 0 0 1 nan 3 4 0 0 0 0 0 0 0",
        "car 0 0 0 1 2 3 4 0 0 0 0 0 0 x"
    })
    void whatIsNoRowOfKittiIsListedWithItsLine(String row) throws Exception {
        Tried tried = analyze(one(BOX + "\n" + row + "\n"), KITTI);
        assertEquals("labels/a.txt 3\n", tried.text("not_kitti.txt"));
        assertEquals(2, tried.text("csv/valid_data.csv").split("\n").length);
        assertTrue(tried.said("1 lines, label files or images could not be read"), tried.log()::toString);
    }

    @ParameterizedTest
    @CsvSource({"-1,-1", "1.5,0", "0.5,4", "0,-1"})
    void aRowThatIsGoodToCorrectIsValid(String truncated, String occluded) throws Exception {
        Tried tried = analyze(one(row(truncated, occluded, "10 5 60 40")), KITTI);
        assertEquals(2, tried.text("csv/valid_data.csv").split("\n").length);
        assertEquals(1, tried.text("csv/invalid_data.csv").split("\n").length);
        assertEquals("", tried.text("not_kitti.txt"));
    }

    @Test
    void aScoreIsLeftOutAndTextIsLowerCase() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("Img.PNG", 100, 50);
        dataset.label("Img.txt", "Traffic-Light 0.5 1 -1.57 10 5 60.5 40 1.5 1.6 3.9 0.1 1e-5 46.7 2 0.98\n");
        assertEquals(
                "type,truncated,occluded,alpha,bbox_xmin,bbox_ymin,bbox_xmax,bbox_ymax,dim_height,dim_width,dim_length,"
                        + "loc_x,loc_y,loc_z,rotation_y,path,img_width,img_height,img_path\n"
                        + "traffic-light,0.5,1,-1.57,10.0,5.0,60.5,40.0,1.5,1.6,3.9,0.1,1e-05,46.7,2.0,labels/img.txt,"
                        + "100.0,50.0,images/img.png\n",
                analyze(dataset, KITTI).text("csv/valid_data.csv"));
    }

    @Test
    void withoutImagesNothingIsSaidOfThem() throws Exception {
        TinyDataset dataset =
                new TinyDataset(temp).label("a.txt", row("0", "0", "10 5 9999 40") + row("0", "0", "9 5 1 9"));
        Tried tried = analyze(dataset, KITTI);
        assertTrue(tried.text("csv/valid_data.csv")
                .endsWith("rotation_y,path\ncar,0.0,0,0.0,10.0,5.0,9999.0,40.0,"
                        + "0.0,0.0,0.0,0.0,0.0,0.0,0.0,labels/a.txt\n"));
        assertTrue(tried.text("csv/invalid_data.csv")
                .startsWith(
                        "type,truncated,occluded,alpha,bbox_xmin,bbox_ymin,bbox_xmax,bbox_ymax,dim_height,dim_width,"
                                + "dim_length,loc_x,loc_y,loc_z,rotation_y,path,out_of_box_coordinates,zero_area_bounding_box,"
                                + "inverted_coordinates\n"));
        assertTrue(tried.text("csv/invalid_data.csv").endsWith("labels/a.txt,False,False,True\n"));
        assertFalse(tried.files().contains("graphs/Image.pdf"));
    }

    @Test
    void imagesAndLabelsWithoutEachOtherAreIgnored() throws Exception {
        TinyDataset dataset = one(BOX).image("b.png", 30, 30).label("c.txt", BOX);
        Tried tried = analyze(dataset, KITTI);
        assertEquals(2, tried.text("csv/valid_data.csv").split("\n").length);
        assertEquals("Image width,Count (%)\n100,100.0\n", tried.text("tables/image_width.csv"));
    }

    @Test
    void whatCannotBeReadIsListed() throws Exception {
        TinyDataset dataset =
                one(BOX).image("b.png", 10, 10).file("images/c.png", "no image").label("c.txt", BOX);
        dataset.label("b.txt", "");
        Files.write(dataset.data().resolve("labels/b.txt"), new byte[] {(byte) 0xff});
        assertEquals("labels/b.txt\nimages/c.png\n", analyze(dataset, KITTI).text("not_kitti.txt"));
    }

    // ---- figures

    private TinyDataset several() {
        TinyDataset dataset = new TinyDataset(temp)
                .image("a.png", 100, 50)
                .image("b.jpg", 64, 48)
                .image("c.png", 100, 64);
        dataset.label(
                "a.txt",
                row("0", "0", "10 5 60.5 40")
                        + row("0.25", "1", "0 0 10 10")
                        + row("0.35", "3", "0 0 20 10")
                        + row("0", "0", "60 5 10 40")
                        + row("0", "0", "50 5 160 40"));
        dataset.label(
                "b.txt",
                row("-0.04", "0", "0 0 1 1").replace("car", "Van")
                        + row("0.96", "2", "0 0 5 1").replace("car", "Person")
                        + row("0", "0", "-60 5 -70 40").replace("car", "Person"));
        dataset.label("c.txt", row("-1", "-1", "0 0 2 2").replace("car", "DontCare"));
        return dataset;
    }

    @Test
    void objectsAreCounted() throws Exception {
        Tried tried = analyze(several(), KITTI);
        assertEquals("Kitti analysis finished successfully.", tried.message());
        assertEquals(
                "Object Name,Count,Count (%)\ncar,3,50.0\ndontcare,1,16.67\nperson,1,16.67\nvan,1,16.67\n",
                tried.text("tables/object_count.csv"));
        assertEquals(
                "Statistic,Value\ncount,4.0\nmean,1.5\nstd,1.0\nmin,1.0\n25%,1.0\n50%,1.0\n75%,1.5\nmax,3.0\n",
                tried.text("tables/object_count_statistics.csv"));
    }

    @Test
    void areasAreDescribed() throws Exception {
        Tried tried = analyze(several(), KITTI);
        assertEquals(
                "Area Statistic,Value\ncount,6.0\nmean,346.25\nstd,700.6802\nmin,1.0\n25%,4.25\n50%,52.5\n75%,175.0\n"
                        + "max,1767.5\n",
                tried.text("tables/area_statistics.csv"));
        assertEquals(
                "Object Name,count,mean,std,min,25%,50%,75%,max\n"
                        + "car,3.0,689.1666666666666,935.2016271015216,100.0,150.0,200.0,983.75,1767.5\n"
                        + "dontcare,1.0,4.0,nan,4.0,4.0,4.0,4.0,4.0\n"
                        + "person,1.0,5.0,nan,5.0,5.0,5.0,5.0,5.0\n"
                        + "van,1.0,1.0,nan,1.0,1.0,1.0,1.0,1.0\n",
                tried.text("tables/area_of_objects.csv"));
    }

    @Test
    void imagesAreDescribed() throws Exception {
        Tried tried = analyze(several(), KITTI);
        assertEquals("Image width,Count (%)\n100,66.667\n64,33.333\n", tried.text("tables/image_width.csv"));
        assertEquals(
                "Image height,Count (%)\n48,33.333\n50,33.333\n64,33.333\n", tried.text("tables/image_height.csv"));
        assertEquals(
                "Image size,Count (%)\n3072,33.333\n5000,33.333\n6400,33.333\n", tried.text("tables/image_size.csv"));
        assertEquals(
                "Statistic,img_width,img_height,size\n"
                        + "count,3.0,3.0,3.0\n"
                        + "mean,88.0,54.0,4824.0\n"
                        + "std,20.784609690826528,8.717797887081348,1670.9661875693355\n"
                        + "min,64.0,48.0,3072.0\n"
                        + "25%,82.0,49.0,4036.0\n"
                        + "50%,100.0,50.0,5000.0\n"
                        + "75%,100.0,57.0,5700.0\n"
                        + "max,100.0,64.0,6400.0\n",
                tried.text("tables/image_statistics.csv"));
    }

    @Test
    void occlusionAndTruncationAreCounted() throws Exception {
        Tried tried = analyze(several(), KITTI);
        assertEquals(
                "Occlusion,Count (%)\n-1,16.667\n0,33.333\n1,16.667\n2,16.667\n3,16.667\n",
                tried.text("tables/occlusion.csv"));
        assertEquals(
                "Object Name,Occlusion,Count (%)\ncar,0,16.667\ncar,1,16.667\ncar,3,16.667\ndontcare,-1,16.667\n"
                        + "person,2,16.667\nvan,0,16.667\n",
                tried.text("tables/occlusion_of_objects.csv"));
        // Of two neighbours the even one is taken, and minus zero is zero.
        assertEquals(
                "Truncation (%),Count,Count (%)\n-100.0,1,16.67\n0.0,2,33.33\n20.0,1,16.67\n40.0,1,16.67\n100.0,1,16.67\n",
                tried.text("tables/truncation.csv"));
    }

    @Test
    void invalidDataAreCounted() throws Exception {
        Tried tried = analyze(several(), KITTI);
        assertEquals("Coordinates,Count\nvalid,6\ninverted,1\nout_of_bound,2\n", tried.text("tables/coordinates.csv"));
        assertEquals("Object Name,Count\ncar,1\n", tried.text("tables/inverted_coordinates.csv"));
        assertEquals("Object Name,Count\ncar,1\nperson,1\n", tried.text("tables/out_of_bound_coordinates.csv"));
    }

    @Test
    void eachGraphIsAPdfAnSvgAndAPng() throws Exception {
        List<String> expected = new ArrayList<>();
        for (String name : List.of("Area", "Image", "Invalid_data", "Object_count", "Occlusion", "Truncation")) {
            List.of("pdf", "png", "svg").forEach(kind -> expected.add("graphs/" + name + "." + kind));
        }
        Tried tried = analyze(several(), KITTI);
        assertEquals(
                expected,
                tried.files().stream()
                        .filter(name -> name.startsWith("graphs/"))
                        .toList());
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        String spec = KITTI.replace("}}", "},\"image\":{\"generate_image_with_bounding_box\":true,\"sample_size\":2}}");
        TinyDataset dataset = several();
        Tried first = analyze(dataset, spec);
        Tried second = analyze(dataset, spec);
        assertEquals(first.files(), second.files());
        for (String file : first.files()) {
            assertEquals(
                    -1L,
                    Files.mismatch(
                            first.results().resolve(file), second.results().resolve(file)),
                    file);
        }
    }

    @Test
    void withoutAValidRowTheGraphsSaySo() throws Exception {
        Tried tried = analyze(one(row("0", "0", "60 5 10 40")), KITTI);
        assertTrue(tried.text("graphs/Object_count.svg").contains("There is nothing to show."));
        assertEquals("Coordinates,Count\nvalid,0\ninverted,1\nout_of_bound,0\n", tried.text("tables/coordinates.csv"));
    }

    @Test
    void graphsAreLeftOutWhereTheyAreNotWanted() throws Exception {
        Tried tried = analyze(several(), KITTI.replace("\"width\":4", "\"generate_summary_and_graph\":false"));
        assertEquals(List.of("not_kitti.txt"), tried.files());
    }

    @ParameterizedTest
    @CsvSource({"false, 102", "true, 132"})
    void aHundredObjectsAreShownUnlessAllAreWanted(boolean all, int lines) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 130; i++) {
            rows.append(row("0", "0", "0 0 5 5").replace("car", "class<" + i + ">"));
        }
        Tried tried = analyze(one(rows.toString()), "{\"graph\":{\"show_all\":" + all + ",\"width\":6,\"height\":9}}");
        assertEquals(131, tried.text("tables/object_count.csv").split("\n").length);
        String svg = tried.text("graphs/Object_count.svg");
        assertEquals(all, svg.contains(">class&lt;99&gt;<"));
        assertTrue(svg.contains("height=\"" + 4 * 9 * 72 + "\"") && svg.contains("width=\"432\""));
    }

    // ---- COCO

    private static final String ANNOTATIONS = """
            {"images": [{"id": 1, "file_name": "A.jpg", "width": 100, "height": 50},
                        {"id": 2, "file_name": "b, c.jpg", "width": 64, "height": 48},
                        {"id": 3, "file_name": "d.jpg", "width": 64, "height": 48}],
             "annotations": [
               {"id": 1, "image_id": 2, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12},
               {"id": 2, "image_id": 1, "category_id": 2, "bbox": [10.5, 5, 50, 35]},
               {"id": 3, "image_id": 1, "category_id": 1, "bbox": [60, 5, 50, 35], "area": 7, "iscrowd": 0},
               {"id": 4, "image_id": 1, "category_id": 1, "bbox": [60, 5, -50, 35]},
               {"id": 5, "image_id": 1, "category_id": 1, "bbox": [-5, 5, 5, 0]},
               {"id": 6, "image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]}],
             "categories": [{"id": 1, "name": "Car"}, {"id": 2, "name": "Person", "supercategory": "being"}]}
            """;

    private TinyDataset coco() {
        return new TinyDataset(temp).file("annotations.json", ANNOTATIONS);
    }

    @Test
    void annotationsOfCocoAreAnalysed() throws Exception {
        Tried tried = analyze(coco(), COCO);
        assertEquals("Coco analysis finished successfully.", tried.message());
        assertEquals("""
                type,bbox_xmin,bbox_ymin,bbox_xmax,bbox_ymax,image_name,img_width,img_height,img_path
                Person,10.5,5,60.5,40,A.jpg,100,50,images/A.jpg
                Car,1,2,4,6,"b, c.jpg",64,48,"images/b, c.jpg"
                """, tried.text("csv/valid_data.csv"));
        assertEquals("""
                type,bbox_xmin,bbox_ymin,bbox_xmax,bbox_ymax,image_name,img_width,img_height,out_of_box_coordinates,\
                zero_area_bounding_box,inverted_coordinates,img_path
                Car,60,5,110,40,A.jpg,100,50,True,False,False,images/A.jpg
                Car,60,5,10,40,A.jpg,100,50,False,False,True,images/A.jpg
                Car,-5,5,0,5,A.jpg,100,50,True,True,False,images/A.jpg
                """, tried.text("csv/invalid_data.csv"));
        assertEquals("Image width,Count (%)\n64,66.667\n100,33.333\n", tried.text("tables/image_width.csv"));
        List<String> graphs =
                tried.files().stream().filter(name -> name.endsWith(".pdf")).toList();
        assertEquals(
                List.of("graphs/Area.pdf", "graphs/Image.pdf", "graphs/Invalid_data.pdf", "graphs/Object_count.pdf"),
                graphs);
        assertFalse(tried.files().contains("not_kitti.txt"));
        assertTrue(tried.said("1 annotations of images that are not in the file"), tried.log()::toString);
    }

    @Test
    void annotationsWithoutABoxAreToldAndKept() throws Exception {
        TinyDataset dataset = new TinyDataset(temp)
                .file(
                        "annotations.json",
                        ANNOTATIONS.replace(", \"bbox\": [1, 2, 3, 4], \"area\": 12", ", \"bbox\": []"));
        Tried tried = analyze(dataset, COCO);
        assertTrue(tried.said("1 annotations have no box; they are left out."), tried.log()::toString);
        assertFalse(tried.text("csv/valid_data.csv").contains("b, c.jpg"));
        tried = validate(dataset, COCO);
        assertTrue(tried.said("Number of total annotations : 4"), tried.log()::toString);
        assertTrue(tried.text("annotations.json").contains("\"id\":1,\"image_id\":2,\"category_id\":1,\"bbox\":[]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\": 100, |\"width\": \"100\", |The image A.jpg has no width and height",
                "\"file_name\": \"A.jpg\"|\"name\": \"A.jpg\"|has no file_name",
                "\"category_id\": 2|\"category_id\": 7|has the category_id 7",
                "[1, 2, 3, 4], \"area\"|[1, 2, 3], \"area\"|has a bbox that is not [x, y, width, height]"
            })
    void annotationsThatLackSomethingAreRefused(String found, String replaced, String sentence) {
        TinyDataset dataset = new TinyDataset(temp).file("annotations.json", ANNOTATIONS.replace(found, replaced));
        String refusal = refusal(dataset, COCO);
        assertTrue(refusal.contains(sentence), refusal);
    }

    // ---- images with boxes

    @Test
    void aSampleOfTheImagesIsDrawnWithBoxes() throws Exception {
        TinyDataset dataset = several();
        String spec = KITTI.replace("}}", "},\"image\":{\"generate_image_with_bounding_box\":true,\"sample_size\":2}}");
        Tried two = analyze(dataset, spec);
        assertEquals(
                2,
                two.files().stream()
                        .filter(name -> name.startsWith("image_with_bounding_boxes/"))
                        .count());
        Tried all = analyze(dataset, spec.replace(":2", ":100"));
        assertEquals(
                List.of("a.png", "b.jpg", "c.png").toString(),
                all.files().stream()
                        .filter(name -> name.startsWith("image_with_bounding_boxes/"))
                        .map(name -> name.substring("image_with_bounding_boxes/".length()))
                        .toList()
                        .toString());
        var drawn = javax.imageio.ImageIO.read(
                all.results().resolve("image_with_bounding_boxes/a.png").toFile());
        int car = BoxPainter.color("car").getRGB();
        assertEquals(100, drawn.getWidth());
        assertEquals(car, drawn.getRGB(30, 40));
        assertEquals(car, drawn.getRGB(60, 20));
        // The inverted box and the one that leads out of the image are not drawn.
        assertEquals(0xff336699, drawn.getRGB(80, 40));
        assertEquals(0xff336699, drawn.getRGB(97, 20));
    }

    @Test
    void anImageThatCannotBeDrawnOnIsTold() throws Exception {
        TinyDataset dataset = coco().image("A.jpg", 100, 50).file("images/d.jpg", "no image");
        String spec = COCO.replace("}}", "},\"image\":{\"generate_image_with_bounding_box\":true}}");
        Tried tried = analyze(dataset, spec);
        assertTrue(tried.files().contains("image_with_bounding_boxes/A.jpg"));
        assertTrue(tried.said("images/d.jpg cannot be drawn on"), tried.log()::toString);
        assertTrue(tried.said("images/b, c.jpg cannot be drawn on"), tried.log()::toString);
    }

    @Test
    void noImageIsDrawnOnWhereThereIsNone() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).label("a.txt", BOX);
        String spec = KITTI.replace("}}", "},\"image\":{\"generate_image_with_bounding_box\":true}}");
        assertTrue(analyze(dataset, spec).said("the dataset has no images"));
    }

    // ---- validation

    @Test
    void validationTellsWhatIsWrong() throws Exception {
        Tried tried = validate(several(), KITTI);
        assertEquals("Kitti validation finished successfully.", tried.message());
        assertEquals(
                List.of(
                        "Number of total annotations : 9",
                        "Number of invalid annotations : 3",
                        "WARNING: Number of invalid annotations are 33.33% of total annotations, It is advisable to correct"
                                + " the data before training.",
                        "Number and Percent of annotations with out of bound coordinates 2, 22.22%",
                        "Number and Percent of annotations with inverted coordinates 1, 11.11%",
                        "Review below table to find if data for object tags is imbalanced",
                        "Object_tags Percentage",
                        "car 50.0",
                        "dontcare 16.666666666666664",
                        "person 16.666666666666664",
                        "van 16.666666666666664"),
                tried.log());
    }

    @Test
    void fewInvalidRowsAreNoWarning() throws Exception {
        Tried tried = validate(one(BOX.repeat(19) + row("0", "0", "60 5 10 40")), KITTI);
        assertTrue(
                tried.log().contains("Number of invalid annotations are 5.0% of total annotations."),
                tried.log()::toString);
    }

    @Test
    void filesWithInvalidRowsAreCorrected() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("A.png", 100, 50).image("b.png", 100, 50);
        dataset.label(
                "A.txt",
                row("0", "0", "60 5 10 40") + BOX + "no row\n" + row("0", "0", "-9 5 160 90")
                        + row("0", "0", "7 5 7 40"));
        dataset.label("b.txt", BOX);
        Tried tried = validate(dataset, KITTI);
        assertEquals(List.of("corrected_kitti_files/A.txt", "not_kitti.txt"), tried.files());
        assertEquals("""
                car 0.0 0 0.0 10.0 5.0 60.5 40.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                car 0.0 0 0.0 10.0 5.0 60.0 40.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                car 0.0 0 0.0 0.0 5.0 100.0 50.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                car 0.0 0 0.0 7.0 5.0 7.0 40.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                """, tried.text("corrected_kitti_files/A.txt"));
    }

    @Test
    void aCorrectedBoxLiesWithinItsImage() throws Exception {
        java.util.Random random = new java.util.Random(11);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            rows.append(
                    row("0", "0", number(random) + " " + number(random) + " " + number(random) + " " + number(random)));
        }
        Tried tried = validate(one(rows.toString()), KITTI);
        TinyDataset corrected = new TinyDataset(temp.resolve("again")).image("a.png", 100, 50);
        corrected.label("a.txt", tried.text("corrected_kitti_files/a.txt"));
        String invalid = analyze(corrected, KITTI).text("csv/invalid_data.csv");
        // Nothing is left but boxes of nothing.
        assertTrue(invalid.lines().skip(1).allMatch(line -> line.endsWith(",False,True,False")), invalid);
    }

    private static String number(java.util.Random random) {
        return Integer.toString(random.nextInt(200) - 50);
    }

    @Test
    void nothingIsCorrectedWhereThatIsNotWanted() throws Exception {
        Tried tried = validate(several(), KITTI.replace("}}", "},\"apply_correction\":false}"));
        assertEquals(List.of("not_kitti.txt"), tried.files());
    }

    @Test
    void annotationsOfCocoAreCorrected() throws Exception {
        Tried tried = validate(coco(), COCO);
        assertEquals("Coco validation finished successfully.", tried.message());
        assertEquals(
                "{\"annotations\":["
                        + "{\"id\":2,\"image_id\":1,\"category_id\":2,\"bbox\":[10.5,5,50.0,35]},"
                        + "{\"id\":3,\"image_id\":1,\"category_id\":1,\"bbox\":[60,5,40,35],\"area\":7,\"iscrowd\":0},"
                        + "{\"id\":4,\"image_id\":1,\"category_id\":1,\"bbox\":[10,5,50,35]},"
                        + "{\"id\":5,\"image_id\":1,\"category_id\":1,\"bbox\":[0,5,0,0]},"
                        + "{\"id\":1,\"image_id\":2,\"category_id\":1,\"bbox\":[1,2,3,4],\"area\":12}],"
                        + "\"images\":[{\"id\":1,\"file_name\":\"A.jpg\",\"width\":100,\"height\":50},"
                        + "{\"id\":2,\"file_name\":\"b, c.jpg\",\"width\":64,\"height\":48},"
                        + "{\"id\":3,\"file_name\":\"d.jpg\",\"width\":64,\"height\":48}],"
                        + "\"categories\":[{\"id\":1,\"name\":\"Car\"},"
                        + "{\"id\":2,\"name\":\"Person\",\"supercategory\":\"being\"}]}",
                tried.text("annotations.json"));
        assertTrue(tried.said("Number of total annotations : 5"), tried.log()::toString);
    }

    // ---- refusals

    @Test
    void whatThereIsNothingOfIsRefused() {
        String refusal = refusal(new TinyDataset(temp).image("a.png", 9, 9), KITTI);
        assertTrue(refusal.contains("no labels/"), refusal);
        refusal = refusal(new TinyDataset(temp).image("a.png", 9, 9).label("b.txt", BOX), KITTI);
        assertTrue(refusal.contains("none of them belong together"), refusal);
        refusal = refusal(one("\n"), KITTI);
        assertTrue(refusal.contains("There is no label to analyse"), refusal);
        assertTrue(assertThrows(Exception.class, () -> validate(one(""), KITTI))
                .getMessage()
                .contains("There is no label to validate"));
        assertEquals(
                "There is no annotations.json in the dataset; found are images/, labels/. For labels/ set"
                        + " data.input_format of the spec to KITTI.",
                refusal(one(BOX), COCO));
        assertEquals(
                "There is no labels/ in the dataset; found are annotations.json. For annotations.json set"
                        + " data.input_format of the spec to COCO.",
                refusal(new TinyDataset(temp.resolve("coco")).file("annotations.json", ANNOTATIONS), KITTI));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{\"input_format\":\"kitti\"}}|Unsupported format",
                "{\"data\":{\"input_format\":\"YOLO\"}}|Unsupported format",
                "{\"wandb\":{\"visualize\":true}}|wandb.visualize of the spec is true",
                "{\"graph\":{\"width\":0}}|graph.width of the spec is 0",
                "{\"graph\":{\"height\":1000}}|graph.height of the spec is 1000",
                "{\"image\":{\"sample_size\":-1}}|image.sample_size of the spec is -1"
            })
    void aSpecThatCannotBeFollowedIsRefused(String spec, String sentence) {
        String refusal = refusal(one(BOX), spec);
        assertTrue(refusal.contains(sentence), refusal);
    }

    @Test
    void itStopsWhenItIsToStop() {
        TinyDataset dataset = several();
        for (String action : List.of("analyze", "validate")) {
            assertThrows(
                    IllegalStateException.class,
                    () -> dataset.run(new AnalyticsService(), "analytics", action, KITTI, () -> {
                        throw new IllegalStateException("stop");
                    }));
        }
    }
}
