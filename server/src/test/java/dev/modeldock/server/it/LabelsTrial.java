package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels of very many images, on the running jar with a heap of 256 MB. Runs in the profile {@code slow}; {@code
 * -Dmodeldock.trial.megabytes=2048} makes annotations.json so large, {@code -Dmodeldock.trial.labels=…} says how many label
 * files there are.
 */
class LabelsTrial {
    private static final long MEGABYTES = Long.getLong("modeldock.trial.megabytes", 200);
    private static final int LABELS = Integer.getInteger("modeldock.trial.labels", 100_000);
    /** An archive may hold a hundred thousand files. */
    private static final int PER_UPLOAD = 40_000;

    private static final int IMAGES = 20_000;
    /** Annotations of an image stand far from each other. */
    private static final int STEP = 7919;

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String BOUNDARY = "----modeldock-trial";

    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    @BeforeEach
    void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How many annotations there are. */
    private static long annotations(Path file) throws IOException {
        long many = 0;
        long bytes = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(utf8("{\"annotations\": ["));
            while (bytes < MEGABYTES << 20) {
                long image = many * STEP % IMAGES;
                String each = (many == 0 ? "" : ",\n") + "{\"id\": " + many + ", \"image_id\": " + image
                        + ", \"category_id\": " + many % 80 + ", \"iscrowd\": 0, \"area\": 600.25, \"bbox\": ["
                        + many % 300
                        + ".5, " + many % 200
                        + ".25, 24.5, 24.5], \"segmentation\": [[10.5, 10.5, 34.0, 10.5, 34.0, 35.0]]}";
                out.write(utf8(each));
                bytes += each.length();
                many++;
            }
            out.write(utf8("], \"images\": ["));
            for (int i = 0; i < IMAGES; i++) {
                out.write(utf8((i == 0 ? "" : ",") + "{\"id\": " + i + ", \"file_name\": \"" + i
                        + ".jpg\", \"width\": 640, \"height\": 480}"));
            }
            out.write(utf8("], \"categories\": ["));
            for (int i = 0; i < 80; i++) {
                out.write(utf8((i == 0 ? "" : ",") + "{\"id\": " + i + ", \"name\": \"class " + i + "\"}"));
            }
            out.write(utf8("]}"));
        }
        return many;
    }

    /** What is put into a tar. */
    @FunctionalInterface
    private interface Filling {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    private static void add(TarArchiveOutputStream tar, String path, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private String dataset(String format, Filling filling) throws IOException, InterruptedException {
        String path = tao.dataset("object_detection", format);
        upload(path, filling);
        return path;
    }

    private void upload(String path, Filling filling) throws IOException, InterruptedException {
        Path file = temp.resolve("data.tar");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            filling.into(tar);
        }
        URI target = URI.create(dock.http().base() + "/api/v1/user/" + tao.user() + path + "/upload");
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString("--" + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"data.tar\"\r\n\r\n"),
                        BodyPublishers.ofFile(file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
        Files.delete(file);
    }

    /** The directory of what was made. */
    private Path run(String arch, String dataset, String action, String from) {
        String model = tao.model(arch);
        tao.ask("PATCH", model, "{\"inference_dataset\":\"" + TaoApi.id(dataset) + "\"}")
                .expect(200);
        ObjectNode spec =
                (ObjectNode) tao.shown(model + "/specs/" + action + "/schema").get("default");
        spec.withObject("/data").put("input_format", from).put("output_format", from.equals("COCO") ? "KITTI" : "COCO");
        tao.post(model + "/specs/" + action, spec.toString()).expect(201);
        String job = tao.submitted(model, action);
        long begun = System.nanoTime();
        JsonNode ended = Await.until(
                "the end of " + arch + " " + action,
                PATIENCE,
                () -> tao.job(model, job),
                now -> now.path("status").asText().matches("Done|Error"));
        assertEquals("Done", ended.path("status").asText(), ended::toPrettyString);
        System.out.println(arch + " " + action + " of " + from + " took "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        return dock.data().resolve("results").resolve(job);
    }

    private static long rows(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long rows = 0;
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".txt"))::iterator) {
                rows += Files.readAllLines(file).size();
            }
            return rows;
        }
    }

    @Test
    void annotationsOfAnySizeAreConvertedAndAnalysed() throws Exception {
        Path file = temp.resolve("annotations.json");
        long many = annotations(file);
        String dataset = dataset("coco", tar -> {
            add(tar, "images/0.jpg", new byte[] {1});
            TarArchiveEntry entry = new TarArchiveEntry("annotations.json");
            entry.setSize(Files.size(file));
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
            tar.closeArchiveEntry();
        });
        Path kitti = run("annotations", dataset, "convert", "COCO");
        assertEquals(many, rows(kitti));
        String first = Files.readAllLines(kitti.resolve("0.txt")).get(0);
        assertEquals("class0 0 0 0 0.5 0.25 25.0 24.75 0 0 0 0 0 0 0", first);
        Path analysis = run("analytics", dataset, "analyze", "COCO");
        try (Stream<String> lines = Files.lines(analysis.resolve("csv/valid_data.csv"))) {
            assertEquals(many + 1, lines.count());
        }
        assertTrue(
                Files.readString(analysis.resolve("tables/area_statistics.csv")).contains("mean,600.25\nstd,0.0\n"));
        Path corrected = run("analytics", dataset, "validate", "COCO");
        assertTrue(Files.size(corrected.resolve("annotations.json")) > Files.size(file) / 2);
    }

    private static String rows(int number) {
        return "car 0.00 0 0.00 10.00 5.00 60.50 " + (6 + number % 40)
                + " 0 0 0 0 0 0 0\nvan 0.00 0 0.00 10.00 5.00 160.50 40.00 0 0 0 0 0 0 0\n";
    }

    @Test
    void labelFilesOfAnyNumberAreConvertedAndAnalysed() throws Exception {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(100, 50, BufferedImage.TYPE_BYTE_GRAY), "png", image);
        String dataset = tao.dataset("object_detection", "kitti");
        for (int from = 0; from < LABELS; from += PER_UPLOAD) {
            int begin = from;
            upload(dataset, tar -> {
                for (int i = begin; i < Math.min(LABELS, begin + PER_UPLOAD); i++) {
                    add(tar, "images/" + i + ".png", image.toByteArray());
                    add(tar, "labels/" + i + ".txt", utf8(rows(i)));
                }
            });
        }
        Path coco = run("annotations", dataset, "convert", "KITTI").resolve(TaoApi.id(dataset) + ".json");
        JsonNode read = Answer.JSON.readTree(coco.toFile());
        assertEquals(2 * LABELS, read.get("annotations").size());
        assertEquals(LABELS, read.get("images").size());
        Path analysis = run("analytics", dataset, "analyze", "KITTI");
        assertEquals(
                "Coordinates,Count\nvalid," + LABELS + "\ninverted,0\nout_of_bound," + LABELS + "\n",
                Files.readString(analysis.resolve("tables/coordinates.csv")));
        Path corrected = run("analytics", dataset, "validate", "KITTI");
        assertEquals(2 * LABELS, rows(corrected.resolve("corrected_kitti_files")));
    }
}
