package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.Spi;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the source {@code huggingface}. What the operator did not set is taken from the environment, by the names that
 * every client of the hub knows.
 */
public final class HuggingFaceSourceFactory implements ModelSourceFactory {
    static final String MODEL_TAG = "model_tag";
    static final String REVISION = "revision";
    static final String TOKEN = "token";
    static final String ENDPOINT = "endpoint";
    static final String MAIN = "main";

    private static final List<String> TOKEN_VARIABLES = List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
    private static final String ENDPOINT_VARIABLE = "HF_ENDPOINT";

    private final Function<String, String> environment;

    /** The source in this process's environment. */
    public HuggingFaceSourceFactory() {
        this(System::getenv);
    }

    /** {@code environment} tells a variable's value, or null. */
    HuggingFaceSourceFactory(Function<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String id() {
        return "huggingface";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        ENDPOINT,
                        "Where the hub or a mirror of it is; unset, HF_ENDPOINT of the environment, else "
                                + Endpoint.PUBLIC,
                        "",
                        false),
                new Setting(
                        TOKEN,
                        "Access token of the hub; unset, HF_TOKEN or HUGGING_FACE_HUB_TOKEN of the environment",
                        "",
                        true));
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.text(MODEL_TAG, "The model's name at the hub, such as google-bert/bert-base-uncased")
                        .asRequired(),
                Field.text(REVISION, "Branch, tag or commit").withDefault(MAIN),
                Field.text(TOKEN, "An access token of the hub for this import alone, instead of the operator's")
                        .asSecret());
    }

    @Override
    public ModelSource open(Settings settings, SourceContext context) throws SourceException {
        return new HuggingFaceSource(new Hub(endpoint(settings), context), token(settings));
    }

    private Endpoint endpoint(Settings settings) throws SourceException {
        String set = settings.get(ENDPOINT);
        if (!set.isBlank()) {
            return Endpoint.of(set, "The setting source.huggingface.endpoint");
        }
        Optional<String> variable = variable(ENDPOINT_VARIABLE);
        return variable.isPresent()
                ? Endpoint.of(variable.get(), "The environment's " + ENDPOINT_VARIABLE)
                : Endpoint.of(Endpoint.PUBLIC, "The default");
    }

    private Token token(Settings settings) throws SourceException {
        String set = settings.get(TOKEN);
        if (!set.isBlank()) {
            return Token.of(set, "The setting source.huggingface.token");
        }
        for (String name : TOKEN_VARIABLES) {
            Optional<String> variable = variable(name);
            if (variable.isPresent()) {
                return Token.of(variable.get(), "The environment's " + name);
            }
        }
        return Token.NONE;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }
}
