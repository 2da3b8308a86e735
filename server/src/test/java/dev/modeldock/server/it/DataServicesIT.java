package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls of the official notebook {@code data_services} that need no graphics card (its steps 1, 2 and 5), on the running
 * jar and with real images; no pack is installed.
 */
class DataServicesIT {
    private static final String CAR = "Car 0.00 0 0.00 10.00 5.00 60.50 40.00 0 0 0 0 0 0 0\n";
    private static final String PERSON = "Person 0.40 1 0.00 -5.00 0.00 20.00 70.00 0 0 0 0 0 0 0\n";

    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    private void start(RunningDock.Start how) {
        dock = how.start();
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] image(String kind, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0x336699));
        graphics.fillOval(2, 2, width - 4, height - 4);
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, kind, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> kitti() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("images/img1.jpg", image("jpg", 100, 50));
        files.put("images/img2.png", image("png", 64, 48));
        files.put("images/img3.png", image("png", 64, 48));
        files.put("labels/img1.txt", utf8(CAR + PERSON + CAR));
        files.put("labels/img2.txt", utf8(CAR));
        files.put("labels/img3.txt", utf8(""));
        return files;
    }

    /** Step 1: a dataset as the notebook makes it, from a plain tar. */
    private String dataset(String format, Map<String, byte[]> files) {
        String path = tao.dataset("object_detection", format);
        tao.ask("PATCH", path, "{\"name\":\"Dataset\",\"description\":\"My dataset\"}")
                .expect(200);
        tao.upload(path, "data.tar", Archives.tar(files)).expect(201);
        assertTrue(tao.shown("/dataset").toString().contains(TaoApi.id(path)));
        return path;
    }

    private String service(String arch, String dataset) {
        String model = tao.model(arch);
        assertTrue(tao.shown("/model").toString().contains(TaoApi.id(model)));
        tao.ask("PATCH", model, "{\"inference_dataset\":\"" + TaoApi.id(dataset) + "\"}")
                .expect(200);
        return model;
    }

    private ObjectNode usual(String model, String action) {
        return (ObjectNode) tao.shown(model + "/specs/" + action + "/schema").get("default");
    }

    private String submitted(String model, String action, JsonNode spec) {
        tao.post(model + "/specs/" + action, spec.toString()).expect(201);
        return tao.submitted(model, action);
    }

    private Map<String, byte[]> run(String model, String action, JsonNode spec, String sentence) {
        String job = submitted(model, action, spec);
        JsonNode done = tao.done(model, job);
        assertEquals(sentence, TaoApi.message(done));
        assertEquals(
                0,
                done.at("/result/categorical").size() + done.at("/result/kpi").size(),
                done::toPrettyString);
        return tao.downloaded(model, job);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theNotebookRunsThrough() throws IOException {
        start(RunningDock.with(temp.resolve("data")));
        String kitti = dataset("kitti", kitti());
        byte[] coco = converted(kitti);
        analysed(kitti);
        validated(kitti);
        Map<String, byte[]> files = new TreeMap<>();
        kitti().forEach((path, bytes) -> files.put("job_coco/" + path, bytes));
        files.put("job_coco/annotations.json", coco);
        andBack(dataset("coco", files));
    }

    /** Step 2. */
    private byte[] converted(String kitti) {
        String model = service("annotations", kitti);
        ObjectNode spec = usual(model, "convert");
        spec.withObject("/data").put("input_format", "KITTI").put("output_format", "COCO");
        Map<String, byte[]> files = run(model, "convert", spec, "Annotation conversion finished successfully.");
        assertEquals("img3.png\n", text(files.get("skipped_files.txt")));
        String id = TaoApi.id(kitti);
        byte[] coco = files.get(id + ".json");
        assertEquals(
                ("{\"annotations\":["
                                + "{\"bbox\":[10.0,5.0,50.5,35.0],\"image_id\":1,\"scene_id\":\"ID\",\"iscrowd\":0,"
                                + "\"area\":1767.5,\"category_id\":1,\"id\":1},"
                                + "{\"bbox\":[0,0.0,20.0,50.0],\"image_id\":1,\"scene_id\":\"ID\",\"iscrowd\":0,"
                                + "\"area\":1000.0,\"category_id\":2,\"id\":2},"
                                + "{\"bbox\":[10.0,5.0,50.5,35.0],\"image_id\":2,\"scene_id\":\"ID\",\"iscrowd\":0,"
                                + "\"area\":1767.5,\"category_id\":1,\"id\":3}],"
                                + "\"images\":["
                                + "{\"file_name\":\"img1.jpg\",\"scene_id\":\"ID\",\"height\":50,\"width\":100,\"id\":1},"
                                + "{\"file_name\":\"img2.png\",\"scene_id\":\"ID\",\"height\":48,\"width\":64,\"id\":2}],"
                                + "\"categories\":[{\"id\":1,\"name\":\"Car\"},{\"id\":2,\"name\":\"Person\"}]}")
                        .replace("ID", id),
                text(coco));
        spec.withObject("/data").put("output_format", "KITTI");
        tao.failed(model, submitted(model, "convert", spec), "Unsupported format: from KITTI to KITTI");
        return coco;
    }

    /** Step 5, with the default spec. */
    private void analysed(String kitti) throws IOException {
        String model = service("analytics", kitti);
        Map<String, byte[]> files =
                run(model, "analyze", usual(model, "analyze"), "Kitti analysis finished successfully.");
        assertEquals("""
                type,truncated,occluded,alpha,bbox_xmin,bbox_ymin,bbox_xmax,bbox_ymax,dim_height,dim_width,dim_length,\
                loc_x,loc_y,loc_z,rotation_y,path,img_width,img_height,img_path
                car,0.0,0,0.0,10.0,5.0,60.5,40.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,labels/img1.txt,100.0,50.0,images/img1.jpg
                car,0.0,0,0.0,10.0,5.0,60.5,40.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,labels/img1.txt,100.0,50.0,images/img1.jpg
                car,0.0,0,0.0,10.0,5.0,60.5,40.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,labels/img2.txt,64.0,48.0,images/img2.png
                """, text(files.get("csv/valid_data.csv")));
        assertTrue(text(files.get("csv/invalid_data.csv"))
                .endsWith("person,0.4,1,0.0,-5.0,0.0,20.0,70.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,labels/img1.txt,100.0,50.0,"
                        + "images/img1.jpg,True,False,False\n"));
        for (String name : List.of("Object_count", "Area", "Image", "Occlusion", "Truncation", "Invalid_data")) {
            try (var pdf = Loader.loadPDF(files.get("graphs/" + name + ".pdf"))) {
                // The default is fifteen inches.
                assertEquals(1080, pdf.getPage(0).getMediaBox().getWidth(), name);
            }
            BufferedImage png = ImageIO.read(new ByteArrayInputStream(files.get("graphs/" + name + ".png")));
            assertEquals(1080, png.getWidth(), name);
            assertTrue(text(files.get("graphs/" + name + ".svg")).contains("<svg"), name);
        }
        ObjectNode spec = usual(model, "analyze");
        spec.withObject("/image").put("generate_image_with_bounding_box", true).put("sample_size", 2);
        spec.withObject("/graph").put("generate_summary_and_graph", false);
        List<String> drawn = new ArrayList<>(run(model, "analyze", spec, "Kitti analysis finished successfully.")
                .keySet());
        drawn.removeIf(name -> !name.startsWith("image_with_bounding_boxes/"));
        assertEquals(2, drawn.size(), drawn::toString);
    }

    private void validated(String kitti) {
        String model = service("analytics", kitti);
        ObjectNode spec = usual(model, "validate");
        Map<String, byte[]> files = run(model, "validate", spec, "Kitti validation finished successfully.");
        assertEquals("""
                car 0.0 0 0.0 10.0 5.0 60.5 40.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                car 0.0 0 0.0 10.0 5.0 60.5 40.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                person 0.4 1 0.0 0.0 0.0 20.0 50.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
                """, text(files.get("corrected_kitti_files/img1.txt")));
        assertEquals(null, files.get("corrected_kitti_files/img2.txt"));
        assertTrue(
                text(files.get("logs_from_toolkit.txt"))
                        .contains("Number of invalid annotations are 25.0% of total annotations"),
                () -> text(files.get("logs_from_toolkit.txt")));
    }

    /** The other way, and what is analysed of it. */
    private void andBack(String coco) {
        String model = service("annotations", coco);
        Map<String, byte[]> files =
                run(model, "convert", usual(model, "convert"), "Annotation conversion finished successfully.");
        assertEquals(
                "Car 0 0 0 10.0 5.0 60.5 40.0 0 0 0 0 0 0 0\nPerson 0 0 0 0 0.0 20.0 50.0 0 0 0 0 0 0 0\n",
                text(files.get("img1.txt")));
        assertEquals("Car 0 0 0 10.0 5.0 60.5 40.0 0 0 0 0 0 0 0\n", text(files.get("img2.txt")));
        String analytics = service("analytics", coco);
        for (String action : List.of("analyze", "validate")) {
            ObjectNode spec = usual(analytics, action);
            spec.withObject("/data").put("input_format", "COCO");
            String work = action.equals("analyze") ? "analysis" : "validation";
            Map<String, byte[]> made = run(analytics, action, spec, "Coco " + work + " finished successfully.");
            assertTrue(made.containsKey(action.equals("analyze") ? "graphs/Object_count.pdf" : "annotations.json"));
        }
    }

    @Test
    void theNumberOfProcessorsMakesNoDifference() {
        List<Map<String, byte[]>> all = new ArrayList<>();
        Map<String, byte[]> input = kitti();
        for (int i = 0; i < 60; i++) {
            input.put("images/more" + i + ".png", image("png", 40 + i, 50));
            input.put("labels/more" + i + ".txt", utf8(i % 7 == 0 ? "" : CAR.replace("60.50", 30 + i + "") + PERSON));
        }
        for (String processors : List.of("1", "5")) {
            start(RunningDock.with(temp.resolve("data" + processors)).jvm("-XX:ActiveProcessorCount=" + processors));
            String kitti = dataset("kitti", input);
            String model = service("analytics", kitti);
            ObjectNode spec = usual(model, "analyze");
            spec.withObject("/image")
                    .put("generate_image_with_bounding_box", true)
                    .put("sample_size", 9);
            spec.withObject("/graph").put("width", 5).put("height", 5);
            Map<String, byte[]> made = run(model, "analyze", spec, "Kitti analysis finished successfully.");
            String annotations = service("annotations", kitti);
            ObjectNode to = usual(annotations, "convert");
            to.withObject("/data").put("input_format", "KITTI").put("output_format", "COCO");
            to.withObject("/kitti").put("project", "town");
            run(annotations, "convert", to, "Annotation conversion finished successfully.")
                    .forEach(made::put);
            made.keySet().removeAll(List.of("status.json", "logs_from_toolkit.txt"));
            all.add(made);
            stop();
            dock = null;
        }
        assertEquals(all.get(0).keySet(), all.get(1).keySet());
        all.get(0).forEach((name, bytes) -> assertArrayEquals(bytes, all.get(1).get(name), name));
        assertTrue(all.get(0).containsKey("town.json"));
    }

    @Test
    void whatIsWrongWithTheDataIsSaidInASentence() {
        start(RunningDock.with(temp.resolve("data")));
        Map<String, byte[]> files = kitti();
        files.remove("labels/img2.txt");
        String model = service("annotations", dataset("kitti", files));
        ObjectNode spec = usual(model, "convert");
        spec.withObject("/data").put("input_format", "KITTI").put("output_format", "COCO");
        tao.failed(model, submitted(model, "convert", spec), "images/img2.png has no label file labels/img2.txt");
        String coco =
                dataset("coco", Map.of("images/a.png", image("png", 9, 9), "annotations.json", utf8("{\"images\": [")));
        String broken = service("annotations", coco);
        tao.failed(broken, submitted(broken, "convert", usual(broken, "convert")), "annotations.json is no JSON");
        String analytics = service("analytics", coco);
        JsonNode failed = tao.failed(
                analytics, submitted(analytics, "analyze", usual(analytics, "analyze")), "There is no labels/");
        // The whole sentence, and once.
        assertEquals(
                "There is no labels/ in the dataset; found are annotations.json, images/. For annotations.json set"
                        + " data.input_format of the spec to COCO.",
                TaoApi.message(failed));
        String usual = service("annotations", dataset("kitti", kitti()));
        failed = tao.failed(usual, submitted(usual, "convert", usual(usual, "convert")), "There is no");
        assertEquals(
                "There is no annotations.json in the dataset; found are images/, labels/. For labels/ set"
                        + " data.input_format of the spec to KITTI, and data.output_format to COCO.",
                TaoApi.message(failed));
        String none = tao.model("analytics");
        tao.failed(none, submitted(none, "analyze", usual(none, "analyze")), "inference_dataset");
    }

    @Test
    void aJavaWithoutFontsIsToldWhatToInstall() throws IOException {
        Path fonts = Files.writeString(temp.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        // Java remembers in the home directory which fonts there were.
        start(RunningDock.with(temp.resolve("data"))
                .jvm("-Duser.home=" + temp)
                .environment("FONTCONFIG_FILE", fonts.toString()));
        String kitti = dataset("kitti", kitti());
        String model = service("analytics", kitti);
        tao.failed(model, submitted(model, "analyze", usual(model, "analyze")), "Install fontconfig and a font");
        // All that draws no text goes on.
        run(model, "validate", usual(model, "validate"), "Kitti validation finished successfully.");
    }
}
