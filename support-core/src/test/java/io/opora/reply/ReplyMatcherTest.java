package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.opora.InvalidInputException;
import io.opora.reply.ReplyMatcher.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyMatcherTest {

    private static final Map<String, List<String>> SHOP = new LinkedHashMap<>();

    static {
        SHOP.put("refund", List.of("I was charged twice, I want my money back", "please refund my order",
                "верните деньги за заказ", "с меня дважды списали деньги"));
        SHOP.put("delivery", List.of("where is my parcel, it has not arrived", "when will the courier deliver my order",
                "где моя посылка", "когда курьер привезёт заказ"));
        SHOP.put("password", List.of("I forgot my password and cannot log in", "how do I reset the password",
                "не могу войти, забыл пароль", "как сбросить пароль"));
        SHOP.put("size", List.of("these shoes are too small, can I change the size", "which size should I take",
                "обувь мала, хочу поменять размер", "какой размер выбрать"));
        SHOP.put("cancel", List.of("please cancel my order, I do not need it", "I changed my mind, stop the order",
                "отмените заказ", "хочу отменить покупку"));
        SHOP.put("invoice", List.of("I need an invoice for my company", "send me the bill with VAT",
                "нужен счёт для организации", "пришлите закрывающие документы"));
    }

    private static ReplyMatcher taught() {
        ReplyMatcher matcher = ReplyMatcher.create();
        SHOP.forEach((template, messages) -> messages.forEach(message -> matcher.learn(template, message)));
        return matcher;
    }

    private static String first(ReplyMatcher matcher, String message) {
        return matcher.suggest(message, 3).stream().findFirst().map(match -> match.templateId().toString())
                .orElse("silence");
    }

    @Test
    void oneExampleIsEnoughForAMessageThatResemblesIt() {
        ReplyMatcher matcher = ReplyMatcher.create();
        matcher.learn("refund-policy", "I was charged twice, I want my money back");

        List<ReplyMatch> matches = matcher.suggest("please return my money", 3);

        assertThat(matches).singleElement().satisfies(match -> {
            assertThat(match.templateId()).isEqualTo(ReplyTemplate.Id.of("refund-policy"));
            assertThat(match.confidence()).isBetween(0.3, 1.0);
            assertThat(match.because().words()).contains("money");
            assertThat(match.because().cases()).hasSize(1);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"you charged my card two times, return the money | refund",
            "хочу вернуть деньги | refund", "деньги списались два раза | refund",
            "my parcel still has not arrived | delivery", "посылка не пришла, где она | delivery",
            "курьер не приехал | delivery", "cannot log in, password forgotten | password",
            "забыла пароль от кабинета | password", "сброс пароля | password",
            "the shoe is too small | size", "подскажите размер | size", "поменять размер обуви | size",
            "cancel the order please | cancel", "прошу отменить мой заказ | cancel",
            "need invoice with VAT | invoice", "пришлите счёт на организацию | invoice",
            "can I reset пароль | password"})
    void aFewExamplesAreEnoughForOtherWordFormsInBothLanguages(String message, String template) {
        assertThat(first(taught(), message)).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"what is the weather like tomorrow", "bonjour tout le monde", "спасибо вам огромное", "???", "''",
            "1234567890", "🙂🙂🙂"})
    void whatNothingFitsGetsSilence(String message) {
        ReplyMatcher matcher = ReplyMatcher.acceptingWrong(0.5);
        SHOP.forEach((template, messages) -> messages.forEach(each -> matcher.learn(template, each)));
        assertThat(matcher.suggest(message, 3)).isEmpty();
    }

    @Test
    void whoHasLearnedNothingIsSilent() {
        assertThat(ReplyMatcher.acceptingWrong(1).suggest("please return my money", 3)).isEmpty();
    }

    @Test
    void theFewerWrongSuggestionsAreAcceptedTheMoreItIsSilent() {
        List<String> messages = List.of("return money", "my order", "заказ", "the size", "please", "password");
        long before = -1;
        for (double share : List.of(0.0, 0.3, 0.6, 0.9, 1.0)) {
            ReplyMatcher matcher = ReplyMatcher.acceptingWrong(share);
            SHOP.forEach((template, all) -> all.forEach(each -> matcher.learn(template, each)));
            long spoken = messages.stream().filter(message -> !matcher.suggest(message, 1).isEmpty()).count();
            assertThat(spoken).isGreaterThanOrEqualTo(before);
            before = spoken;
        }
        assertThat(before).isEqualTo(messages.size());
    }

    @Test
    void suggestionsAreInOrderEachTemplateOnceAndNoMoreThanAskedFor() {
        ReplyMatcher matcher = ReplyMatcher.acceptingWrong(1);
        SHOP.forEach((template, messages) -> messages.forEach(message -> matcher.learn(template, message)));
        List<ReplyMatch> matches = matcher.suggest("please cancel my order and return the money", 4);
        assertThat(matches).hasSizeBetween(2, 4).extracting(ReplyMatch::templateId).doesNotHaveDuplicates();
        assertThat(matches).isSortedAccordingTo((one, other) -> Double.compare(other.confidence(), one.confidence()));
        assertThat(matches.get(0).because().words()).isNotEmpty();
    }

    @Test
    void whatItsConditionsRuleOutIsNotSuggestedHoweverWellItFits() {
        ReplyMatcher matcher = taught();
        Set<ReplyTemplate.Id> admitted = Set.of(ReplyTemplate.Id.of("cancel"), ReplyTemplate.Id.of("delivery"));
        assertThat(first(matcher, "please refund my order")).isEqualTo("refund");
        assertThat(matcher.suggest("please refund my order", 5, admitted::contains))
                .allSatisfy(match -> assertThat(admitted).contains(match.templateId()));
    }

    @Test
    void itLearnsWhatAgentsDo() {
        ReplyMatcher matcher = taught();
        String message = "the app shows a blank page";
        assertThat(first(matcher, message)).isEqualTo("silence");
        for (int i = 0; i < 3; i++) {
            matcher.learn(ReplyTemplate.Id.of("app-update"), "the app shows a blank screen", "ticket-" + i,
                    Outcome.EDITED);
        }
        assertThat(first(matcher, message)).isEqualTo("app-update");
        assertThat(matcher.suggest(message, 1).getFirst().because().cases()).extracting(ReplyMatch.Case::reference)
                .contains("ticket-0");
    }

    @Test
    void whatWasRejectedIsSuggestedWithLessConfidence() {
        ReplyMatcher matcher = taught();
        double before = matcher.suggest("where is the order", 1).getFirst().confidence();
        ReplyTemplate.Id wrong = matcher.suggest("where is the order", 1).getFirst().templateId();
        for (int i = 0; i < 5; i++) {
            matcher.learn(wrong, "where is the order", "ticket", Outcome.REJECTED);
        }
        assertThat(matcher.suggest("where is the order", 5).stream().filter(match -> match.templateId().equals(wrong))
                .mapToDouble(ReplyMatch::confidence).max().orElse(0)).isLessThan(before);
    }

    @Test
    void oneWrongPickInFiveDoesNotRuinIt() {
        ReplyMatcher matcher = ReplyMatcher.create();
        List<String> templates = List.copyOf(SHOP.keySet());
        int turn = 0;
        for (int round = 0; round < 10; round++) {
            for (Map.Entry<String, List<String>> template : SHOP.entrySet()) {
                for (String message : template.getValue()) {
                    turn++;
                    String picked = turn % 5 == 0 ? templates.get(turn / 5 % templates.size()) : template.getKey();
                    matcher.learn(picked, message + " " + round);
                }
            }
        }
        matcher.rehearse();
        long right = SHOP.entrySet().stream().mapToLong(template -> template.getValue().stream()
                .filter(message -> first(matcher, message).equals(template.getKey())).count()).sum();
        assertThat(right).as("of 24 messages, each of which was answered wrongly twice in ten times")
                .isGreaterThanOrEqualTo(22);
    }

    @Test
    void rehearsingForgetsNothing() {
        ReplyMatcher matcher = taught();
        matcher.rehearse();
        SHOP.forEach((template, messages) -> messages
                .forEach(message -> assertThat(first(matcher, message)).as(message).isEqualTo(template)));
        assertThat(matcher.cases()).isEqualTo(24);
    }

    // forgetting, and what is kept

    @Test
    void aForgottenTemplateIsAsIfItHadNeverBeenLearned() {
        ReplyMatcher matcher = ReplyMatcher.create();
        ReplyMatcher never = ReplyMatcher.create();
        matcher.learn("gone", "please refund my order");
        for (String message : SHOP.getOrDefault("delivery", List.of())) {
            matcher.learn("delivery", message);
            never.learn("delivery", message);
        }
        assertThat(matcher.forget(ReplyTemplate.Id.of("gone"))).isEqualTo(1);
        assertThat(matcher.forget(ReplyTemplate.Id.of("gone"))).isZero();
        assertThat(matcher.templates()).containsExactly(ReplyTemplate.Id.of("delivery"));
        assertThat(matcher.snapshot()).isEqualTo(never.snapshot());
    }

    @Test
    void whoIsErasedIsAsIfTheyHadNeverWritten() {
        ReplyMatcher matcher = taught();
        byte[] before = matcher.snapshot();
        matcher.learn(ReplyTemplate.Id.of("refund"), "Ivan Petrov, order 10023, money back", "maria/7",
                Outcome.ACCEPTED);
        matcher.learn(ReplyTemplate.Id.of("cancel"), "cancel order 10023", "maria/8", Outcome.EDITED);
        assertThat(matcher.snapshot()).isNotEqualTo(before);

        assertThat(matcher.forget((String reference) -> reference.startsWith("maria/"))).isEqualTo(2);

        assertThat(matcher.snapshot()).isEqualTo(before);
    }

    @Test
    void neitherMessagesNorNumbersNorAddressesCanBeReadFromWhatItKeeps() {
        ReplyMatcher one = ReplyMatcher.create();
        one.learn("refund", "My order 10023 of ivan.petrov@example.org, see https://example.org/10023: money back");
        ReplyMatcher other = ReplyMatcher.create();
        other.learn("refund", "My order 98765 of zoe@example.com, see www.example.com money back");
        String kept = new String(one.snapshot(), StandardCharsets.ISO_8859_1);

        assertThat(one.toString() + kept).doesNotContain("order", "money", "10023", "petrov");
        assertThat(MessageFeatures.of("call 10023 please").buckets())
                .isEqualTo(MessageFeatures.of("call 98765 please").buckets());
        assertThat(MessageFeatures.of("mail ivan@example.org now").buckets())
                .isEqualTo(MessageFeatures.of("mail zoe.k@shop.example now").buckets());
        assertThat(MessageFeatures.of("what a secret").toString()).doesNotContain("secret");
    }

    // snapshots

    @Test
    void aRestoredMatcherAnswersAndLearnsLikeTheOneItWas() {
        ReplyMatcher original = taught();
        ReplyMatcher restored = ReplyMatcher.create();
        restored.learn("something-else", "that goes away");
        restored.restore(original.snapshot());
        assertThat(restored.snapshot()).isEqualTo(original.snapshot());
        assertThat(restored.suggest("return the money", 3)).isEqualTo(original.suggest("return the money", 3));
        for (int i = 0; i < 100; i++) {
            original.learn("refund", "money back please " + "a".repeat(i % 7));
            restored.learn("refund", "money back please " + "a".repeat(i % 7));
        }
        assertThat(restored.snapshot()).isEqualTo(original.snapshot());
    }

    @Test
    void damagedAndForeignSnapshotsAreRefusedAndChangeNothing() {
        ReplyMatcher matcher = taught();
        byte[] sound = matcher.snapshot();
        List<byte[]> wrong = new ArrayList<>(List.of(new byte[0], new byte[100], "PK\3\4 something else".getBytes(
                StandardCharsets.US_ASCII), Arrays.copyOf(sound, sound.length - 1)));
        for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 200)) {
            byte[] flipped = sound.clone();
            flipped[at] ^= 0x10;
            wrong.add(flipped);
        }
        for (byte[] snapshot : wrong) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.restore(snapshot))
                    .withMessageContaining("snapshot");
        }
        assertThat(matcher.snapshot()).isEqualTo(sound);
        byte[] made = MatcherSnapshot.write(out -> out.writeInt(1_000_000)); // by somebody who knows how to sum up
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.restore(made));
        assertThat(matcher.snapshot()).isEqualTo(sound);
        byte[] later = sound.clone();
        later[7] = 2;
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.restore(later))
                .withMessageContaining("version 2");
    }

    // limits, and inputs that mean no good

    @Test
    void whatIsOutOfRangeIsRefused() {
        ReplyMatcher matcher = ReplyMatcher.create();
        for (int limit : List.of(-1, 0, ReplyMatcher.MAX_LIMIT + 1)) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.suggest("x", limit))
                    .withMessageContaining("50");
        }
        assertThatCode(() -> matcher.suggest("x", ReplyMatcher.MAX_LIMIT)).doesNotThrowAnyException();
        for (double share : List.of(-0.1, 1.1, Double.NaN)) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> ReplyMatcher.acceptingWrong(share));
        }
        for (String id : List.of("", "two words", "имя", "x".repeat(101))) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.learn(id, "x"));
        }
        assertThatCode(() -> matcher.learn("x".repeat(100), "x")).doesNotThrowAnyException();
        String longest = "r".repeat(ReplyMatcher.MAX_REFERENCE_LENGTH);
        assertThatCode(() -> matcher.learn(ReplyTemplate.Id.of("a"), "x", longest, Outcome.ACCEPTED))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> matcher.learn(ReplyTemplate.Id.of("a"), "x", longest + "r", Outcome.ACCEPTED));
    }

    @Test
    void templatesAreLimited() {
        ReplyMatcher matcher = ReplyMatcher.create();
        for (int i = 0; i < ReplyMatcher.MAX_TEMPLATES; i++) {
            matcher.learn("t" + i, i < 3 ? "one word" : "");
        }
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> matcher.learn("more", "x"))
                .withMessageContaining("2000");
        assertThatCode(() -> matcher.learn("t1", "x")).doesNotThrowAnyException();
    }

    static Stream<String> hostile() {
        List<String> texts = new ArrayList<>(List.of("", " ", "\0", "\uD83D", "\uDE42", "{{name}}", "{{{x}}}", "${7*7}",
                "<script>alert(1)</script>", "'; drop table ticket; --", "../../etc/passwd", "%s%n%x", "\u202Eevil",
                "a\u0300".repeat(5_000), "'".repeat(10_000), "@".repeat(100_000), "x".repeat(1_000_000),
                "(".repeat(50_000), "ё".repeat(100_000), "1".repeat(100_000), "a ".repeat(200_000),
                "\uD83D\uDE42".repeat(50_000), "http://".repeat(20_000), "www.".repeat(20_000), "İ".repeat(50_000)));
        for (int i = 0; i < 100; i++) {
            texts.add(new String(new int[]{i * 641 % 0x10000, 'a', i * 7919 % 0x110000, ' ', i * 31}, 0, 5));
        }
        return texts.stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void anyTextIsTextAndBoundedInTime(String text) {
        ReplyMatcher matcher = taught();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            matcher.suggest(text, 3);
            matcher.learn("hostile", text);
            matcher.suggest(text, 3);
        });
    }

    @Test
    void whoAsksWaitsForNobodyWhoLearnsAndSeesOneState() throws InterruptedException {
        ReplyMatcher matcher = taught();
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        Thread learner = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 2_000; i++) {
                matcher.learn("t" + i % 40, "message number " + i % 97 + " about thing " + i % 13);
            }
            done.set(true);
        });
        List<Thread> askers = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
            try {
                while (!done.get()) {
                    assertThat(matcher.suggest("please refund my order", 5)).hasSizeLessThanOrEqualTo(5)
                            .allSatisfy(match -> assertThat(match.confidence()).isBetween(0.0, 1.0));
                }
            } catch (Throwable e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        })).limit(2).toList();
        askers.forEach(Thread::start);
        learner.join();
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(failures).isEmpty();
        assertThat(matcher.cases()).isEqualTo(2_024);
        assertThat(matcher.templates()).contains(ReplyTemplate.Id.of("refund"), ReplyTemplate.Id.of("t39"));
    }
}
