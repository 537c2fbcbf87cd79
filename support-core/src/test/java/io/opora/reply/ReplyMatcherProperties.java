package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReplyMatcherProperties {

    record Taught(String template, String message, String reference, ReplyMatcher.Outcome outcome) {}

    @Provide
    Arbitrary<List<Taught>> lessons() {
        Arbitrary<String> words = Arbitraries
                .of("money", "order", "parcel", "деньги", "заказ", "пароль", "size", "late",
                        "10023", "please", "не", "where")
                .list().ofMinSize(1).ofMaxSize(8)
                .map(list -> String.join(" ", list));
        Arbitrary<String> references = Arbitraries.of("", "maria/1", "maria/2", "ivan/1", "zoe/9");
        return Combinators.combine(Arbitraries.of("a", "b", "c", "d"), words, references,
                Arbitraries.of(ReplyMatcher.Outcome.class)).as(Taught::new).list().ofMinSize(1).ofMaxSize(60);
    }

    private static ReplyMatcher taught(List<Taught> lessons) {
        ReplyMatcher matcher = ReplyMatcher.acceptingWrong(1);
        lessons.forEach(
                lesson -> matcher.learn(ReplyTemplate.Id.of(lesson.template()), lesson.message(), lesson.reference(),
                        lesson.outcome()));
        return matcher;
    }

    @Property(tries = 100)
    void theSameHistoryGivesTheSameAnswers(@ForAll("lessons") List<Taught> lessons) {
        assertThat(taught(lessons).snapshot()).isEqualTo(taught(lessons).snapshot());
    }

    @Property(tries = 100)
    void forgettingIsNeverHavingLearned(@ForAll("lessons") List<Taught> lessons) {
        ReplyMatcher matcher = taught(lessons);
        int forgotten = matcher.forget((String reference) -> reference.startsWith("maria/"));
        List<Taught> others = lessons.stream().filter(lesson -> !lesson.reference().startsWith("maria/")).toList();
        assertThat(forgotten).isEqualTo(lessons.size() - others.size());
        assertThat(matcher.snapshot()).isEqualTo(taught(others).snapshot());
    }

    @Property(tries = 100)
    void aSnapshotCanBeTakenAtAnyTime(@ForAll("lessons") List<Taught> lessons,
            @ForAll @IntRange(max = 60) int at) {
        int middle = Math.min(at, lessons.size());
        ReplyMatcher restored = ReplyMatcher.acceptingWrong(1);
        restored.restore(taught(lessons.subList(0, middle)).snapshot());
        lessons.subList(middle, lessons.size()).forEach(lesson -> restored.learn(ReplyTemplate.Id.of(lesson.template()),
                lesson.message(), lesson.reference(), lesson.outcome()));
        assertThat(restored.snapshot()).isEqualTo(taught(lessons).snapshot());
        assertThat(restored.suggest("money order", 5)).isEqualTo(taught(lessons).suggest("money order", 5));
    }

    @Property(tries = 100)
    void confidencesAreProbabilitiesInOrder(@ForAll("lessons") List<Taught> lessons, @ForAll String message,
            @ForAll @IntRange(min = 1, max = ReplyMatcher.MAX_LIMIT) int limit) {
        List<ReplyMatch> matches = taught(lessons).suggest(message, limit);
        assertThat(matches).hasSizeLessThanOrEqualTo(limit);
        assertThat(matches).allSatisfy(match -> assertThat(match.confidence()).isBetween(0.0, 1.0));
        assertThat(matches).isSortedAccordingTo((one, other) -> Double.compare(other.confidence(), one.confidence()));
    }
}
