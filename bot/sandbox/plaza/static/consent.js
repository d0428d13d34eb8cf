// The question about cookies, which lies over every screen of a browser that has not answered it yet.
import { question } from "./dom.js";
import { say } from "./words.js";

const COOKIE = "plaza_cookies";

if (!document.cookie.includes(`${COOKIE}=`)) {
  const answer = await question(say("consent_heading"), say("consent_lead"), [
    [say("consent_needed"), "needed", "quiet-button"],
    [say("consent_all"), "all", "main-button"],
  ]);
  if (answer) document.cookie = `${COOKIE}=${answer}; path=/; max-age=31536000; samesite=lax`;
}
