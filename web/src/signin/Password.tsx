/** An input for a password, whose eye speaks the person's language and whose error is told to those who cannot see it. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function Password(props: PasswordInputProps) {
  const { t } = useTranslation();
  return <PasswordInput {...props} aria-invalid={props.error ? true : undefined} visibilityToggleButtonProps={{ "aria-label": t("signin.show_password") }} />;
}
