/** When something may be put off to, in words; the next week begins when the company's does. */
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { LATER, type Later, until } from "./later";

export function useLater() {
  const { t, i18n } = useTranslation();
  const week = useMe().data?.company.week_start;
  const instant = (later: Later) => until(later, new Date(), week);
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: "long" }).format(new Date(instant("week")));
  return LATER.map((each) => ({ name: each, label: t(`later.${each}`, { day }), instant: () => instant(each) }));
}
