package org.example.dock;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import dev.modeldock.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings in a directory of a web server that lists its files in {@code SHA256SUMS}. */
public final class ChecksumsSourceFactory implements ModelSourceFactory {
    @Override
    public String id() {
        return "checksums";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("base", "Where the models are, such as https://models.example.org/", "", false));
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.text("directory", "A directory below the base that has a SHA256SUMS file").asRequired());
    }

    @Override
    public ModelSource open(Settings settings, SourceContext context) throws SourceException {
        String base = settings.get("base");
        if (!base.matches("https?://[^\\s]+/")) {
            throw new SourceException(
                    Reason.REFUSED, "Set source.checksums.base to the address of a web server that ends in a /.");
        }
        return new ChecksumsSource(URI.create(base), context.userAgent());
    }

    private static final class ChecksumsSource implements ModelSource {
        private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.{1,1000})");
        /** Requests come from anyone who may import: only plain names, so that none of them leaves the base. */
        private static final Pattern DIRECTORY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

        private static final int MOST_LIST_BYTES = 4 << 20;

        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        private final URI base;
        private final String userAgent;

        ChecksumsSource(URI base, String userAgent) {
            this.base = base;
            this.userAgent = userAgent;
        }

        @Override
        public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
            String directory = request.find("directory").orElse("");
            if (!DIRECTORY.matcher(directory).matches()) {
                throw new SourceException(Reason.REFUSED, "A directory is one name of letters, digits, '.', '_' and '-'.");
            }
            List<RemoteFile> files = new ArrayList<>();
            for (String line : list(directory).split("\n")) {
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    throw new SourceException(Reason.BROKEN, "The SHA256SUMS of '" + directory + "' is not one.");
                }
                // The hash pins the file: should the server change it, the host refuses the bytes.
                files.add(RemoteFile.of(clean(matcher.group(2)), RemoteFile.UNKNOWN).withSha256(matcher.group(1)));
            }
            return new Snapshot(
                    directory, "", "", Snapshot.Layout.MODEL, files, Map.of("directory", directory, "base", base.toString()));
        }

        private String list(String directory) throws SourceException, IOException, InterruptedException {
            HttpResponse<InputStream> response = get(at(directory, "SHA256SUMS"), 0);
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST_LIST_BYTES);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }

        private static String clean(String path) throws SourceException {
            String name = path.startsWith("./") ? path.substring(2) : path;
            for (String segment : name.split("/", -1)) {
                if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                    throw new SourceException(Reason.REFUSED, "The list names a file outside of its directory.");
                }
            }
            return name;
        }

        @Override
        public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
            String directory = snapshot.origin().get("directory");
            List<RemoteFile> wanted =
                    snapshot.files().stream().filter(sink::wanted).toList();
            sink.pull(wanted, (file, offset) -> {
                HttpResponse<InputStream> response = get(at(directory, file.path()), offset);
                // 206: it begins where we asked. 200: the server cannot skip and begins at 0.
                return new RemoteContent(response.body(), response.statusCode() == 206 ? offset : 0);
            });
        }

        private URI at(String directory, String path) throws SourceException {
            try {
                return base.resolve(new URI(null, null, directory + "/" + path, null).getRawPath());
            } catch (URISyntaxException e) {
                throw new SourceException(Reason.REFUSED, "The path '" + path + "' cannot be asked for.", e);
            }
        }

        private HttpResponse<InputStream> get(URI address, long offset)
                throws SourceException, IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(30))
                    .header("User-Agent", userAgent);
            if (offset > 0) {
                request.header("Range", "bytes=" + offset + "-");
            }
            HttpResponse<InputStream> response = send(request.build());
            int status = response.statusCode();
            if (status == 200 || status == 206) {
                return response;
            }
            response.body().close();
            throw new SourceException(reason(status), "The server answered " + status + " to " + address + ".");
        }

        private HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new SourceException(Reason.UNREACHABLE, base.getHost() + " does not answer.", e);
            }
        }

        private static Reason reason(int status) {
            if (status == 404 || status == 410) {
                return Reason.NOT_FOUND;
            }
            if (status == 401 || status == 403) {
                return Reason.DENIED;
            }
            return status == 429 || status >= 500 ? Reason.UNREACHABLE : Reason.BROKEN;
        }
    }
}
