/** A picture for each object type; types that somebody adds get a plain one. */
import { Bell, Box, Building2, CircleUserRound, Contact, CopyCheck, FileText, Inbox, ListTodo, type LucideIcon, Mail, NotebookPen, Route, Target } from "lucide-react";

const ICONS: Record<string, LucideIcon> = {
  contact: Contact, company: Building2, lead: Target, task: ListTodo, note: NotebookPen, email: Mail, user: CircleUserRound,
  submission: Inbox, decision: Route, notification: Bell, duplicate: CopyCheck, import: FileText, export: FileText,
};

export function TypeIcon({ type, size = 16 }: { type: string; size?: number }) {
  const Icon = ICONS[type] ?? Box;
  return <Icon size={size} aria-hidden strokeWidth={1.75} />;
}
