package io.opora.examples.springapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The calls of the README, one after the other, with the answers that it shows. */
class ReadmeTest {

    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> known = new HashMap<>();

    @Test
    void theCallsOfTheReadmeAreAnsweredAsItSays() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        List<MatchResult> blocks = Pattern.compile("```(sh|json)\\n([\\s\\S]*?)```").matcher(readme).results().toList();
        assertThat(blocks).hasSize(22);
        try (ConfigurableApplicationContext shop = SpringApplication.run(Shop.class, "--server.port=0",
                "--spring.datasource.url=jdbc:h2:mem:shop")) {
            String base = "http://localhost:" + shop.getEnvironment().getProperty("local.server.port");
            String answer = "";
            for (MatchResult block : blocks.subList(1, blocks.size())) {
                if (block.group(1).equals("sh")) {
                    answer = call(block.group(2).replace("http://localhost:8080", base));
                } else {
                    assertThat(answer).matches(pattern(block.group(2).strip()));
                }
            }
            assertThat(answer).as("the last one, which has no answer to show").isEqualTo("401");
        }
    }

    /** What is shown, with anything where it shows an ellipsis. */
    private static Pattern pattern(String shown) {
        StringBuilder pattern = new StringBuilder();
        for (String part : shown.split("…", -1)) {
            pattern.append(pattern.isEmpty() ? "" : "[\\s\\S]*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }

    private String call(String command) throws IOException, InterruptedException {
        Matcher arguments = ARGUMENT.matcher(command.replace("\\\n", " "));
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String method = "GET";
        boolean status = false;
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
        assertThat(next(arguments)).isEqualTo("curl");
        for (String argument = next(arguments); argument != null; argument = next(arguments)) {
            switch (argument) {
                case "-H" -> {
                    String[] header = String.valueOf(next(arguments)).split(": ", 2);
                    request.header(header[0], header[1]);
                }
                case "-u" -> request.header("Authorization", "Basic " + Base64.getEncoder()
                        .encodeToString(String.valueOf(next(arguments)).getBytes(StandardCharsets.UTF_8)));
                case "-d" -> {
                    method = "POST";
                    body = HttpRequest.BodyPublishers.ofString(String.valueOf(next(arguments)));
                }
                case "-i" -> status = true;
                default -> request.uri(URI.create(argument.replace("$TICKET", known.getOrDefault("id", ""))
                        .replace("$TOKEN", known.getOrDefault("token", ""))));
            }
        }
        HttpResponse<String> response = client.send(request.method(method, body).build(),
                HttpResponse.BodyHandlers.ofString());
        if (status) {
            return Integer.toString(response.statusCode());
        }
        Pattern.compile("\"(token|id)\":\"([^\"]*)").matcher(response.body()).results()
                .forEach(found -> known.put(found.group(1), found.group(2)));
        return response.body();
    }

    private static @Nullable String next(Matcher arguments) {
        return arguments.find() ? arguments.group(1) == null ? arguments.group(2) : arguments.group(1) : null;
    }
}
