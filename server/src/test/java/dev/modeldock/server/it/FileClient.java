package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files as a client of the documents sends and reads them. */
record FileClient(Http http) {
    static final String FILES = "/api/public/files";

    private static final Pattern URL = Pattern.compile(
            "http://[^/]+(/api/getMediaStream/orgFiles/(f-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[a-z0-9.]+))\\?(.*)");

    /** A file that was taken, and where it can be read. */
    record Sent(String id, String url, JsonNode answer) {
        static Sent of(Answer answer) {
            JsonNode json = answer.expect(200).json();
            Sent sent = new Sent(json.path("fileId").asText(), json.path("url").asText(), json);
            assertTrue(sent.id.matches("[0-9a-f]{24}"), answer::toString);
            assertTrue(URL.matcher(sent.url).matches(), answer::toString);
            for (String parameter : new String[] {"e", "n", "del", "s", "fileName"}) {
                assertTrue(sent.parameter(parameter) != null, () -> parameter + " in " + answer);
            }
            assertEquals("false", sent.parameter("del"));
            return sent;
        }

        /** The path with its query. */
        String path() {
            return url.substring(url.indexOf('/', "http://".length()));
        }

        String place() {
            return matched().group(2);
        }

        /** What the URL says the file is called. */
        String fileName() {
            return URLDecoder.decode(parameter("fileName"), StandardCharsets.UTF_8);
        }

        String parameter(String name) {
            for (String each : matched().group(3).split("&")) {
                if (each.startsWith(name + "=")) {
                    return each.substring(name.length() + 1);
                }
            }
            return null;
        }

        /** The path with another value of one parameter. */
        String with(String parameter, String value) {
            return path().replace(parameter + "=" + parameter(parameter), parameter + "=" + value);
        }

        private Matcher matched() {
            Matcher matcher = URL.matcher(url);
            assertTrue(matcher.matches(), url);
            return matcher;
        }
    }

    Answer post(String fileName, byte[] bytes, Map<String, String> fields) {
        return http.form(FILES, fileName, bytes, fields);
    }

    Sent send(String fileName, byte[] bytes) {
        return Sent.of(post(fileName, bytes, Map.of("fileContext", "bulkImport")));
    }

    /** The parts just as they are given: headers, an empty line, and the content of each. */
    Answer parts(String... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String part : parts) {
            body.writeBytes(("--b\r\n" + part + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return http.send(
                "POST", FILES, "multipart/form-data; boundary=b", BodyPublishers.ofByteArray(body.toByteArray()));
    }

    static String field(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    static String file(String fileName, String content) {
        return "Content-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\n\r\n" + content;
    }

    /** Start a session of any context. */
    ImportClient.Session start(String context, String fileName, int totalChunks, long fileSize) {
        Map<String, Object> body = ImportClient.startBody(fileName, totalChunks, fileSize);
        body.put("fileContext", context);
        return new ImportClient(http).start(body);
    }

    ImportClient sessions() {
        return new ImportClient(http);
    }

    /** Read it as somebody who has nothing but the URL, from outside of this machine. */
    Answer read(Sent sent) {
        return stranger().get(sent.path());
    }

    /** Somebody without a key who comes through a proxy, so that nothing but open paths answers. */
    Http stranger() {
        return new Http(http.base()).with("X-Forwarded-For", "203.0.113.9");
    }
}
