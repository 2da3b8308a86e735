import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The client of {@code tao.sh}. Run as a single file: {@code java TaoBench.java measure SMALL_URL LARGE_URL REQUESTS RUNS |
 * stream URL}.
 */
final class TaoBench {
    /** As {@code TaoRows} makes them. */
    private static final String USER = "/api/v1/user/00000000-0000-4000-8000-000000000000";

    private static final String BIG = "00000001-0000-4000-8000-000000000000";
    private static final String WIDE = "00000002-0000-4000-8000-000000000000";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "measure" -> measure(List.of(args[1], args[2]), number(args[3]), number(args[4]));
            case "stream" -> stream(args[1]);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /** @param bound how often its p99 in the small database it may take in the large one */
    private record Operation(String name, String method, List<String> paths, String body, int bound) {}

    private static List<Operation> operations(String url) throws Exception {
        List<Operation> all = new ArrayList<>();
        String job = USER + "/dataset/" + BIG + "/job";
        lists(all, url, "datasets", USER + "/dataset", List.of("name=My%20Dataset", "name=set%20919", "name=none", "type=ocrnet",
                "type=none", "name=My%20Dataset&type=ocrnet", "read_only=true"));
        lists(all, url, "models", USER + "/model", List.of("name=My%20Model", "name=net%20919", "name=none", "network_arch=unet",
                "network_arch=none", "read_only=true", "name=My%20Model&network_arch=unet"));
        lists(all, url, "jobs", job, List.of());
        all.add(new Operation("dataset: get", "GET", ids(url, USER + "/dataset"), "", 3));
        all.add(new Operation("dataset with the jobs: get", "GET", List.of(USER + "/dataset/" + BIG), "", 3));
        all.add(new Operation("model: get", "GET", ids(url, USER + "/model"), "", 3));
        all.add(new Operation("job: get", "GET", ids(url, job), "", 3));
        all.add(new Operation("dataset: create", "POST", List.of(USER + "/dataset"),
                "{\"type\":\"object_detection\",\"format\":\"kitti\"}", 3));
        all.add(new Operation("model: create", "POST", List.of(USER + "/model"), "{\"network_arch\":\"detectnet_v2\"}", 3));
        all.add(new Operation("job: create", "POST", List.of(job), "{\"job\":null,\"actions\":[\"convert\"]}", 3));
        return all;
    }

    private static void lists(List<Operation> all, String url, String what, String path, List<String> filters) throws Exception {
        long total = Long.parseLong(send(url, "GET", path + "?size=0", "").headers().firstValue("X-Pagination-Total").orElseThrow());
        for (String sort : List.of("name-ascending", "name-descending", "date-ascending", "date-descending")) {
            String sorted = path + "?size=20&sort=" + sort;
            all.add(new Operation(what + ": first page, " + sort, "GET", List.of(sorted), "", 3));
            for (String filter : sort.endsWith("-ascending") ? filters : List.<String>of()) {
                all.add(new Operation(what + ": " + filter + ", " + sort, "GET", List.of(sorted + "&" + filter), "", 3));
            }
            all.add(new Operation(what + ": middle page, " + sort, "GET", List.of(sorted + "&skip=" + total / 2), "", 10));
            all.add(new Operation(what + ": last page, " + sort, "GET", List.of(sorted + "&skip=" + (total - 20)), "", 10));
        }
    }

    /** Some that are spread over a list. */
    private static List<String> ids(String url, String path) throws Exception {
        List<String> found = new ArrayList<>();
        for (int skip = 0; skip < 900; skip += 50) {
            String page = send(url, "GET", path + "?size=25&skip=" + skip, "").body();
            Arrays.stream(page.split("\"id\":\"")).skip(1).map(each -> path + "/" + each.substring(0, 36)).forEach(found::add);
        }
        List<String> own = new ArrayList<>();
        for (String each : found) {
            if (status(url, each) == 200) { // a public model of others is listed, and not theirs to get
                own.add(each);
            }
        }
        return own;
    }

    private static int status(String url, String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding()).statusCode();
    }

    private static HttpResponse<String> send(String url, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " -> " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    /** Requests to both servers take turns, so that what else this machine does falls on both. */
    private static void measure(List<String> urls, int requests, int runs) throws Exception {
        List<Operation> small = operations(urls.get(0));
        List<Operation> large = operations(urls.get(1));
        for (int i = 0; i < small.size(); i++) {
            times(urls, List.of(small.get(i), large.get(i)), requests / 10); // until the servers are warm
        }
        System.out.printf("%-56s %17s %6s %17s %6s %6s%n", "milliseconds, small and large", "p50", "ratio", "p99", "ratio", "bound");
        int missed = 0;
        for (int i = 0; i < small.size(); i++) {
            double[] told = medians(urls, List.of(small.get(i), large.get(i)), requests, runs);
            Operation one = small.get(i);
            boolean met = told[1] <= one.bound() * told[0] && told[3] <= one.bound() * told[2];
            missed += met ? 0 : 1;
            System.out.printf(Locale.ROOT, "%-56s %8.2f %8.2f %6.2f %8.2f %8.2f %6.2f %6d%s%n", one.name(), told[0], told[1],
                    told[1] / told[0], told[2], told[3], told[3] / told[2], one.bound(), met ? "" : "  NOT MET");
        }
        System.out.println(missed == 0 ? "all bounds are met" : missed + " bounds are not met");
        System.exit(missed == 0 ? 0 : 1);
    }

    /** The p50 of both, then the p99 of both: the median of some runs. */
    private static double[] medians(List<String> urls, List<Operation> pair, int requests, int runs) throws Exception {
        double[][] found = new double[4][runs];
        times(urls, pair, requests / 5);
        for (int run = 0; run < runs; run++) {
            double[][] times = times(urls, pair, requests);
            for (int side = 0; side < 2; side++) {
                found[side][run] = times[side][requests / 2];
                found[2 + side][run] = times[side][(int) Math.ceil(requests * 0.99) - 1];
            }
        }
        return Arrays.stream(found).mapToDouble(TaoBench::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double[][] times(List<String> urls, List<Operation> pair, int requests) throws Exception {
        double[][] times = new double[2][requests];
        for (int i = 0; i < requests; i++) {
            for (int side = 0; side < 2; side++) {
                Operation one = pair.get(side);
                long begin = System.nanoTime();
                send(urls.get(side), one.method(), one.paths().get(i % one.paths().size()), one.body());
                times[side][i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(times[0]);
        Arrays.sort(times[1]);
        return times;
    }

    /** Lists without a size: milliseconds until the first byte and until the last, and how many there are. */
    private static void stream(String url) throws Exception {
        for (String handler : List.of(BIG, WIDE)) {
            for (String sort : List.of("date-descending", "name-ascending")) {
                long begin = System.nanoTime();
                HttpResponse<InputStream> answer = CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url + USER + "/dataset/" + handler + "/job?sort=" + sort)).build(),
                        BodyHandlers.ofInputStream());
                long bytes = 1;
                long first;
                try (InputStream in = answer.body()) {
                    in.read();
                    first = System.nanoTime();
                    byte[] buffer = new byte[1 << 16];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        bytes += n;
                    }
                }
                System.out.printf(Locale.ROOT, "%s jobs, %s: %.1f MiB, first byte after %.1f ms, last after %.0f ms%n",
                        answer.headers().firstValue("X-Pagination-Total").orElse("?"), sort, bytes / 1048576.0,
                        (first - begin) / 1e6, (System.nanoTime() - begin) / 1e6);
            }
        }
    }
}
