import { type APIApplicationCommandOptionChoice, type APIStringSelectComponent, ComponentType } from 'discord.js';
import { oneLine } from '#core/messages/visible-text.ts';
import { clipText } from './fit.ts';
import { encodeFormId } from './form-id.ts';
import { limits } from './limits.ts';
import { type Payload, render } from './render.ts';
import { askZone } from './words.ts';

interface ZoneChoice {
  zone: string;
  label: string;
}

/** Asked once, before the first booking; the form of this id goes on after the answer. */
export function zoneQuestion(formId: string, suggestions: readonly ZoneChoice[]): Payload {
  return render(askZone(formId), suggestions.length > 0 ? { select: zoneSelect(formId, suggestions) } : {});
}

function zoneSelect(formId: string, suggestions: readonly ZoneChoice[]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: encodeFormId({ form: 'choose-zone', formId }),
    placeholder: 'Choose the zone you are in',
    options: suggestions
      .slice(0, limits.selectOptions)
      .map(({ zone, label }) => ({ label: clipText(oneLine(label), limits.optionText), value: zone })),
  };
}

export function zoneSuggestion({ zone, label }: ZoneChoice): APIApplicationCommandOptionChoice<string> {
  return { name: clipText(oneLine(label), limits.choiceText), value: zone };
}
