package dev.modeldock.sources.huggingface;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a model at a commit: page by page from the tree, or from the description where a mirror has no tree. */
final class FileList {
    private static final int MOST_PAGES = 5_000;
    private static final int MOST_FILES = 250_000;
    private static final Set<Integer> NO_SUCH_ROUTE = Set.of(404, 405, 501);
    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,8192})>\\s*;[^,<>]{0,200}rel=\"?next\"?");

    private final Hub hub;

    FileList(Hub hub) {
        this.hub = hub;
    }

    /** All files, sorted by path. */
    List<RemoteFile> files(Asked asked) throws SourceException, InterruptedException {
        URI page = hub.endpoint().tree(asked.id(), asked.revision());
        HttpResponse<InputStream> answer = hub.get(page, asked.token());
        List<RemoteFile> files = new ArrayList<>();
        if (hasNoTree(answer)) {
            Hub.close(answer);
            files.addAll(new Siblings(hub).files(asked));
        } else {
            readPages(page, answer, asked, files);
        }
        files.sort(Comparator.comparing(RemoteFile::path));
        return files;
    }

    /** A hub says by a code what it has not; without one it is the route that is missing. */
    private static boolean hasNoTree(HttpResponse<?> answer) {
        return NO_SUCH_ROUTE.contains(answer.statusCode())
                && answer.headers().firstValue("X-Error-Code").isEmpty();
    }

    private void readPages(URI first, HttpResponse<InputStream> answerOfFirst, Asked asked, List<RemoteFile> files)
            throws SourceException, InterruptedException {
        URI page = first;
        HttpResponse<InputStream> answer = answerOfFirst;
        for (int read = 1; read <= MOST_PAGES; read++) {
            if (answer.statusCode() != 200) {
                throw hub.refusal(answer, asked, "");
            }
            JsonBody.read(answer, json -> add(json, files));
            Optional<URI> next = next(answer, page);
            if (next.isEmpty()) {
                return;
            }
            page = next.get();
            answer = hub.get(page, asked.token());
        }
        Hub.close(answer);
        throw Refusals.broken("The hub lists the files of '" + asked.id() + "' on more than " + MOST_PAGES
                + " pages, which does not end.");
    }

    /** Add an array's files; returns how many there are. */
    static int add(JsonParser json, List<RemoteFile> files) throws IOException, SourceException {
        if (!json.isExpectedStartArrayToken()) {
            throw new JsonParseException(json, "a list of files was expected");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Row.read(json).ifPresent(files::add);
            if (files.size() > MOST_FILES) {
                throw Refusals.refused("The model has more than " + MOST_FILES + " files, which is too many for one.");
            }
        }
        return files.size();
    }

    private static Optional<URI> next(HttpResponse<?> answer, URI current) throws SourceException {
        for (String links : answer.headers().allValues("Link")) {
            Matcher next = NEXT.matcher(links);
            if (next.find()) {
                return Optional.of(page(next.group(1), current));
            }
        }
        return Optional.empty();
    }

    /**
     * The next page at this page's address. Of the link only the query is taken: a mirror that passes on the hub's own
     * links would send us to the hub, or past its own path.
     */
    private static URI page(String link, URI current) throws SourceException {
        try {
            String query = current.resolve(link).getRawQuery();
            URI page = query == null ? current : URI.create(current.toString().replaceFirst("\\?.*", "") + "?" + query);
            if (!page.equals(current)) {
                return page;
            }
        } catch (IllegalArgumentException noAddress) {
            throw Refusals.broken(current.getHost() + " tells a next page of files whose address is none: '"
                    + Refusals.shown(link) + "'.");
        }
        throw Refusals.broken(current.getHost() + " tells the same page of files as the next one, which does not end.");
    }
}
