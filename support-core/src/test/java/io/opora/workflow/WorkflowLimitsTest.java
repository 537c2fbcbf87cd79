package io.opora.workflow;

import static io.opora.workflow.Defined.only;
import static io.opora.workflow.Defined.refusalOf;
import static io.opora.workflow.Defined.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Violation;
import io.opora.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each limit at the limit and one past it, and how long the worst input takes. */
class WorkflowLimitsTest {

    private static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    private static void assertLimit(int limit, String path, String message, IntFunction<Workflow.Builder> sized) {
        assertThat(sized.apply(limit).build()).isNotNull();
        assertThat(refusalOf(sized.apply(limit + 1))).containsExactly(new Violation(path, "too-many", message));
    }

    /** Statuses that can be left again, each by one transition. */
    private static Workflow.Builder withStatuses(int count) {
        Workflow.Builder builder = tiny(t -> {});
        for (String name : names("s", count - 2)) {
            builder.status(name, Phase.OPEN).transition("to-" + name, t -> t.from("new").to(name).by(Role.AGENT))
                    .transition("close", t -> t.from(name).to("closed").by(Role.AGENT));
        }
        return builder;
    }

    @Test
    void twoHundredStatuses() {
        assertLimit(200, "statuses", "201 are too many: at most 200 statuses", WorkflowLimitsTest::withStatuses);
    }

    @Test
    void twoThousandTransitionsCountedPerStatus() {
        String message = "2001 are too many: at most 2000 transitions, counted one for each status they lead out of";
        assertLimit(2_000, "transitions", message, count -> {
            Workflow.Builder builder = tiny(t -> {});
            for (int i = 1; i < count; i++) {
                builder.transition("close-" + i, t -> t.from("new").to("closed").by(Role.AGENT));
            }
            return builder;
        });
        String[] all = names("s", 198);
        assertThat(refusalOf(withStatuses(200).transition("a", t -> t.from(all)).transition("b", t -> t.from(all))
                .transition("c", t -> t.from(all)).transition("d", t -> t.from(all)).transition("e", t -> t.from(all))
                .transition("f", t -> t.from(all)).transition("g", t -> t.from(all)).transition("h", t -> t.from(all))
                .transition("i", t -> t.from(names("s", 20))))).containsExactly(
                        new Violation("transitions", "too-many", message));
    }

    @Test
    void fiftyRolesDeclaredAndNamed() {
        assertLimit(50, "roles", "51 are too many: at most 50 roles", count -> {
            Workflow.Builder builder = tiny(t -> {});
            for (String name : names("r", count)) {
                builder.role(Role.of(name));
            }
            return builder;
        });
        assertLimit(50, "transitions[0].by", "51 are too many: at most 50 roles", count -> {
            Workflow.Builder builder = tiny(t -> {
                for (String name : names("r", count - 1)) {
                    t.by(Role.of(name));
                }
            });
            for (String name : names("r", 50)) {
                builder.role(Role.of(name));
            }
            return builder;
        });
    }

    @Test
    void twentyGuardsFieldsAndEffects() {
        assertLimit(20, "transitions[0].guards", "21 are too many: at most 20 guards",
                count -> tiny(t -> t.guard(names("g", count))));
        assertLimit(20, "transitions[0].requires", "21 are too many: at most 20 required fields",
                count -> tiny(t -> t.requires(names("f", count))));
        assertLimit(20, "transitions[0].effects", "21 are too many: at most 20 effects", count -> tiny(t -> {
            for (String tag : names("t", count)) {
                t.effect(new Effect.AddTag(tag));
            }
        }));
    }

    @Test
    void twentyTimeRules() {
        assertLimit(20, "timeRules", "21 are too many: at most 20 time rules", count -> {
            Workflow.Builder builder = tiny(t -> {});
            for (int i = 1; i <= count; i++) {
                builder.timeRule(TimeRule.remind(Phase.NEW, Duration.ofHours(i)));
            }
            return builder;
        });
    }

    @Test
    void aBuilderThatRepeatsReplyRulesIsStopped() {
        Workflow.Builder builder = tiny(t -> {});
        for (int i = 0; i < 21; i++) {
            builder.onCustomerReply(Phase.NEW, new ReplyRule.Keep());
        }
        assertThat(only(refusalOf(builder)))
                .isEqualTo(new Violation("onCustomerReply", "too-many", "21 are too many: at most 20 reply rules"));
    }

    @Test
    void aMillionCharactersOfJson() {
        String json = Workflow.standard().toJson();
        String longest = json + " ".repeat(1_000_000 - json.length());
        assertThat(Workflow.fromJson(longest)).isEqualTo(Workflow.standard());
        assertThat(refusalOf(() -> Workflow.fromJson(longest + " "))).containsExactly(new Violation("",
                "json-too-long", "a text of 1000001 characters is too long: at most 1000000"));
    }

    @Test
    void twentyLevelsOfJson() {
        assertThat(refusalOf(() -> Workflow.fromJson("[".repeat(20) + "]".repeat(20)))).containsExactly(
                new Violation("", "wrong-type", "an object is needed here, not an array"));
        assertThat(refusalOf(() -> Workflow.fromJson("{\"id\":" + "[".repeat(20) + "]".repeat(20) + "}")))
                .containsExactly(new Violation("id" + "[0]".repeat(20), "json-limit",
                        "Document nesting depth (21) exceeds the maximum allowed (20) (line 1, column 27)"));
        assertThat(only(refusalOf(() -> Workflow.fromJson("[".repeat(900_000)))).code()).isEqualTo("json-limit");
    }

    /** Whatever builds can be written and read again; so what would be too long as JSON does not build. */
    @Test
    void aWorkflowThatItsJsonCouldNotHoldIsRefused() {
        String rest = "x".repeat(60);
        List<Violation> violations = refusalOf(big(999, rest));
        assertThat(only(violations).code()).isEqualTo("json-too-long");
        assertThat(only(violations).message()).matches(
                "this workflow takes \\d{7} characters of JSON, which is too long: at most 1000000");
        Workflow small = big(400, rest).build();
        assertThat(small.toJson()).hasSizeBetween(400_000, 1_000_000);
        assertThat(Workflow.fromJson(small.toJson())).isEqualTo(small);
    }

    private static Workflow.Builder big(int transitions, String rest) {
        Workflow.Builder builder = tiny(t -> {});
        for (int i = 0; i < transitions; i++) {
            String[] guards = names("g" + rest, 10);
            String[] fields = names("f" + rest, 10);
            builder.transition("a" + i, t -> t.from("new").to("closed").by(Role.AGENT).guard(guards).requires(fields));
        }
        return builder;
    }

    @Tag("volume")
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void hostileDefinitionsAreAnsweredQuicklyAndBriefly() {
        Workflow.Builder wrongNames = Workflow.builder("x", 1).initial("nowhere");
        for (int i = 0; i < 200; i++) {
            wrongNames.status("status-with-a-rather-long-name-" + i, Phase.OPEN);
        }
        for (int i = 0; i < 2_000; i++) {
            String wrong = "statsu-wiht-a-rather-long-name-x" + i;
            wrongNames.transition(wrong, t -> t.from(wrong).to(wrong + "y").by(Role.of("r" + wrong))
                    .guard("G", "H").requires("1", "2"));
        }
        assertThat(refusalOf(wrongNames)).hasSize(1_000);
        String manyWrongTypes = "{\"statuses\": [" + "1,".repeat(450_000) + "1]}";
        assertThat(refusalOf(() -> Workflow.fromJson(manyWrongTypes))).hasSize(1_000);
        String manyFields = IntStream.range(0, 60_000).mapToObj(i -> "\"field" + i + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(refusalOf(() -> Workflow.fromJson(manyFields))).hasSize(1_000);
        String longName = "{\"" + "n".repeat(40_000) + "\": 1}";
        assertThat(refusalOf(() -> Workflow.fromJson(longName)).getFirst().toString()).hasSizeLessThan(500);
        String longNumber = "{\"version\": " + "9".repeat(900_000) + "}";
        assertThat(only(refusalOf(() -> Workflow.fromJson(longNumber))).code()).isEqualTo("json-limit");
        String longId = "{\"id\": \"" + "n".repeat(900_000) + "\"}";
        assertThat(refusalOf(() -> Workflow.fromJson(longId))).hasSize(4);
    }

    @Test
    void aLongWrongNameIsShortened() {
        assertThat(refusalOf(tiny(t -> t.to("z".repeat(100_000)))).getLast().message())
                .isEqualTo("'" + "z".repeat(80) + "...' is no status of this workflow; there is new, closed");
    }
}
