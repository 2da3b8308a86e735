package dev.modeldock.sources.github;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.Spi;
import java.util.List;

/** Makes the source {@code github}. */
public final class GitHubSourceFactory implements ModelSourceFactory {
    static final String API = "api";
    static final String URL = "url";
    static final String TOKEN = "token";
    static final String OWNER = "owner";
    static final String REPO_NAME = "repo_name";
    static final String REVISION = "revision";
    static final String TAG = "tag";
    static final String PROFILE = "profile";

    @Override
    public String id() {
        return "github";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        API,
                        "The REST API; of an Enterprise server https://HOST/api/v3",
                        "https://api.github.com",
                        false),
                new Setting(
                        URL,
                        "Where repositories are cloned from; of an Enterprise server https://HOST",
                        "https://github.com",
                        false),
                new Setting(
                        TOKEN,
                        "An access token for requests without one of their own: for private repositories and a larger quota",
                        "",
                        true));
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.text(OWNER, "The user or organization that owns the repository")
                        .asRequired(),
                Field.text(REPO_NAME, "The repository's name").asRequired(),
                Field.text(REVISION, "A branch, a tag or a commit; else main, or the default branch"),
                Field.text(TAG, "Another word for revision"),
                Field.text(
                                PROFILE,
                                "What makes the repository a model: complete takes any complete set of files, any takes the"
                                        + " repository as it is")
                        .withDefault("complete"),
                Field.text(TOKEN, "An access token that may read the repository, for this import only")
                        .asSecret());
    }

    @Override
    public ModelSource open(Settings settings, SourceContext context) throws SourceException {
        return new GitHubSource(Site.of(settings), context);
    }
}
