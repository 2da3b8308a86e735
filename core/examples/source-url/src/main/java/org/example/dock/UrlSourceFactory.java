package org.example.dock;

import dev.modeldock.spi.*;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model file, or an archive of one model, from any http or https address. */
public final class UrlSourceFactory implements ModelSourceFactory {
    @Override
    public String id() {
        return "url";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<Field> fields() {
        // Whoever has a signed address needs no password: so it is kept and hidden like one.
        Field url = Field.text("url", "http or https address of a model file, or of an archive of one model");
        Field sha256 = Field.text("sha256", "the SHA-256 that the file has to have");
        return List.of(url.asRequired().asSecret(), sha256, Field.text("token", "sent as Bearer").asSecret());
    }

    @Override
    public ModelSource open(Settings settings, SourceContext context) {
        return new UrlSource(context.http());
    }

    private record UrlSource(RemoteHttp http) implements ModelSource {
        @Override
        public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
            String sha256 = request.find("sha256").orElse("").strip().toLowerCase(Locale.ROOT);
            if (!sha256.matches("([0-9a-f]{64})?")) {
                throw new SourceException(Reason.REFUSED, "'sha256' has to be the 64 hex digits of a hash.");
            }
            Place place = Place.of(http, request);
            RemoteFile file = RemoteFile.of(place.name(), place.size()).withSha256(sha256);
            String endings = "(?i)(\\.tar)?\\.(tar|t?gz|t?zst|t?xz|t?bz2|zip|safetensors|gguf|onnx)$";
            String model = place.name().replaceFirst(endings, "");
            String shown = place.url.getScheme() + "://" + place.url.getRawAuthority() + place.url.getRawPath();
            // What begins with a dot is not shown; this tells one query from another.
            var origin = Map.of("address", shown, ".query", "" + String.valueOf(place.url.getRawQuery()).hashCode());
            return new Snapshot(model, "", "", Snapshot.Layout.PACKED, List.of(file), origin);
        }

        @Override
        public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
            sink.pull(snapshot.files(), Place.of(http, sink.request()));
        }
    }

    private record Place(RemoteHttp http, HttpRequest.Builder get, URI url) implements FileSink.Opener {
        static Place of(RemoteHttp http, Request request) throws SourceException {
            try {
                URI url = URI.create(request.find("url").orElse("").strip());
                HttpRequest.Builder get = HttpRequest.newBuilder(url);
                request.find("token").ifPresent(token -> get.header("Authorization", "Bearer " + token.strip()));
                return new Place(http, get, url);
            } catch (IllegalArgumentException no) { // whose own words show the address, or the token
                throw new SourceException(Reason.REFUSED, "'url' has to be a web address, 'token' one plain word.");
            }
        }

        String name() {
            String name = url.getPath().replaceAll(".*/", "").replaceAll("[^A-Za-z0-9._-]", "_");
            name = name.substring(Math.max(0, name.length() - 96)).replaceAll("^[.-]+", "");
            return name.isEmpty() ? "model" : name;
        }

        long size() throws SourceException, IOException, InterruptedException {
            var answer = http.send(get.copy().method("HEAD", HttpRequest.BodyPublishers.noBody()).build());
            if (List.of(403, 405, 501).contains(answer.statusCode())) { // the address may be good for GET only
                answer.body().close();
                answer = http.send(get.copy().header("Range", "bytes=0-0").build());
            }
            answer.body().close();
            boolean ranged = answer.statusCode() == 206;
            if (!ranged && answer.statusCode() != 200) {
                throw RemoteHttp.refusal(answer, name());
            }
            var told = answer.headers().firstValue(ranged ? "Content-Range" : "Content-Length").orElse("");
            String size = told.replaceFirst("^bytes .*/", "");
            return size.matches("[1-9][0-9]{0,17}") ? Long.parseLong(size) : RemoteFile.UNKNOWN;
        }

        @Override
        public RemoteContent open(RemoteFile one, long at) throws SourceException, IOException, InterruptedException {
            return open(one, Part.from(at));
        }

        @Override
        public RemoteContent open(RemoteFile one, Part part) throws SourceException, IOException, InterruptedException {
            HttpRequest.Builder rest = get.copy().header("Range", "bytes=" + part.offset() + "-");
            if (!part.validator().isEmpty()) { // should the file have changed, it comes from its start
                rest.header("If-Range", part.validator());
            }
            var answer = http.send((part.offset() > 0 ? rest : get).build());
            String range = answer.headers().firstValue("Content-Range").orElse("");
            boolean goesOn = answer.statusCode() == 206 && range.startsWith("bytes " + part.offset() + "-");
            if (goesOn || answer.statusCode() == 200) { // only a strong tag promises the same bytes
                String tag = answer.headers().firstValue("ETag").filter(each -> each.startsWith("\"")).orElse("");
                return new RemoteContent(answer.body(), goesOn ? part.offset() : 0, tag);
            }
            answer.body().close();
            if (answer.statusCode() == 416 && part.offset() > 0) { // it has become shorter
                return open(one, 0);
            }
            throw RemoteHttp.refusal(answer, name());
        }
    }
}
